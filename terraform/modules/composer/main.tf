# Cloud Composer with the monthly DAG's variables. The DAG's two files go into its bucket:
#   gcloud storage cp templates/composer/polarbeam_*.py DAGS

resource "google_composer_environment" "polarbeam" {
  project = var.project
  name    = var.name
  region  = var.region
  labels  = var.labels

  config {
    environment_size = "ENVIRONMENT_SIZE_SMALL"

    software_config {
      image_version = var.image_version
      # Nobody waits at a worker while a job runs for hours.
      airflow_config_overrides = {
        "operators-default_deferrable" = "True"
      }
      # Airflow reads AIRFLOW_VAR_X as its variable x.
      env_variables = {
        AIRFLOW_VAR_POLARBEAM_PROJECT     = var.project
        AIRFLOW_VAR_POLARBEAM_REGION      = var.region
        AIRFLOW_VAR_POLARBEAM_TEMPLATE    = var.template
        AIRFLOW_VAR_POLARBEAM_RUNS        = var.runs
        AIRFLOW_VAR_POLARBEAM_PARAMETERS  = jsonencode(var.parameters)
        AIRFLOW_VAR_POLARBEAM_ENVIRONMENT = jsonencode({ for k, v in var.environment : k => v if v != null })
      }
    }

    dynamic "encryption_config" {
      for_each = var.kms_key == null ? [] : [var.kms_key]
      content {
        kms_key_name = encryption_config.value
      }
    }

    node_config {
      service_account = var.scheduler
      network         = var.network
      subnetwork      = var.subnetwork
    }
  }
}
