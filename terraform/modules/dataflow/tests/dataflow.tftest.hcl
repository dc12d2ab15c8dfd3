mock_provider "google-beta" {}

variables {
  project          = "my-project"
  region           = "europe-west4"
  name             = "polarbeam-first"
  template         = "gs://b/templates/run.json"
  worker           = "polarbeam-worker@my-project.iam.gserviceaccount.com"
  subnetwork       = "regions/europe-west4/subnetworks/polarbeam"
  temp_location    = "gs://b/temp"
  staging_location = "gs://b/staging"
  parameters       = { output = "gs://b/runs/first" }
}

run "one_worker_without_an_outside_address" {
  command = plan

  assert {
    condition     = google_dataflow_flex_template_job.polarbeam.max_workers == 1
    error_message = "A budget holds for each worker, so there is one unless told."
  }

  assert {
    condition     = google_dataflow_flex_template_job.polarbeam.ip_configuration == "WORKER_IP_PRIVATE"
    error_message = "Workers have private addresses only."
  }
}

run "no_place_for_the_results" {
  command = plan

  variables {
    parameters = { prompts = "10" }
  }

  expect_failures = [var.parameters]
}
