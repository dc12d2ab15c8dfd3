mock_provider "google" {}

variables {
  project = "my-project"
  region  = "europe-west4"
}

run "private_machines_reach_google" {
  command = plan

  assert {
    condition     = google_compute_subnetwork.polarbeam.private_ip_google_access
    error_message = "Workers without an outside address need Private Google Access."
  }

  assert {
    condition     = contains(google_compute_firewall.workers.target_tags, "dataflow")
    error_message = "Dataflow tags its workers so."
  }
}

run "a_range_that_is_none" {
  command = plan

  variables {
    range = "10.20.0.0"
  }

  expect_failures = [var.range]
}
