output "launcher" {
  description = "The launcher's address."
  value       = google_service_account.polarbeam["launcher"].email
}

output "worker" {
  description = "The workers' address."
  value       = google_service_account.polarbeam["worker"].email
}

output "scheduler" {
  description = "The scheduler's address."
  value       = google_service_account.polarbeam["scheduler"].email
}

output "node" {
  description = "The address of a shared server's nodes."
  value       = google_service_account.polarbeam["node"].email
}
