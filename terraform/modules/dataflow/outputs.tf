output "job_id" {
  description = "The job's id."
  value       = google_dataflow_flex_template_job.polarbeam.job_id
}

output "state" {
  description = "How the job stood at the last apply or refresh."
  value       = google_dataflow_flex_template_job.polarbeam.state
}
