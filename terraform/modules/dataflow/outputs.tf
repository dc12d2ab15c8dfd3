output "job_id" {
  description = "The job's id."
  value       = google_dataflow_flex_template_job.polarbeam.job_id
}
