output "bucket" {
  description = "The bucket's name."
  value       = google_storage_bucket.polarbeam.name
}

output "repository" {
  description = "The repository as images name it."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.polarbeam.repository_id}"
}

output "repository_id" {
  description = "The repository's name in its project."
  value       = google_artifact_registry_repository.polarbeam.repository_id
}
