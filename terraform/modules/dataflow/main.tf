# A job from a Flex Template. Applying launches it and, when it has ended, the next apply launches it
# again: to Terraform a job that is over is gone. So this is for a run that is to be there, into a run
# directory that it then finds whole; what is to happen again and again is the composer module's.

resource "google_dataflow_flex_template_job" "polarbeam" {
  provider                = google-beta
  project                 = var.project
  region                  = var.region
  name                    = var.name
  container_spec_gcs_path = var.template
  parameters              = var.parameters
  service_account_email   = var.worker
  subnetwork              = var.subnetwork
  ip_configuration        = "WORKER_IP_PRIVATE"
  machine_type            = var.machine_type
  max_workers             = var.max_workers
  sdk_container_image     = var.worker_image
  temp_location           = var.temp_location
  staging_location        = var.staging_location
  launcher_machine_type   = var.launcher_machine_type
  additional_experiments  = var.additional_experiments
  kms_key_name            = var.kms_key
  labels                  = var.labels
  on_delete               = "cancel"
}
