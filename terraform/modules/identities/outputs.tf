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
