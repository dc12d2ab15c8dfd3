output "dags" {
  description = "Where the DAG's files go."
  value       = google_composer_environment.polarbeam.config[0].dag_gcs_prefix
}
