output "dashboard" {
  description = "The dashboard's id."
  value       = google_monitoring_dashboard.runs.id
}
