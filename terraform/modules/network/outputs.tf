output "network" {
  description = "The network's id."
  value       = google_compute_network.polarbeam.id
}

output "subnetwork" {
  description = "The subnetwork's id."
  value       = google_compute_subnetwork.polarbeam.id
}

output "subnetwork_path" {
  description = "The subnetwork as Dataflow wants it."
  value       = "regions/${var.region}/subnetworks/${google_compute_subnetwork.polarbeam.name}"
}
