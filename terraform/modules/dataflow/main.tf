# A job from a Flex Template. Applying launches it once; a monthly job is the scheduler's.

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
  on_delete               = "cancel"
}
