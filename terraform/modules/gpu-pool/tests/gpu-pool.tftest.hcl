mock_provider "google" {}

variables {
  project         = "my-project"
  zone            = "europe-west4-a"
  network         = "n"
  subnetwork      = "s"
  service_account = "polarbeam-worker@my-project.iam.gserviceaccount.com"
}

run "no_gpu_while_nothing_is_served" {
  command = plan

  assert {
    condition     = google_container_node_pool.gpu.autoscaling[0].min_node_count == 0
    error_message = "A GPU that nobody uses is paid for."
  }

  assert {
    condition     = alltrue([for p in [google_container_node_pool.gpu, google_container_node_pool.system] : p.node_config[0].workload_metadata_config[0].mode == "GKE_METADATA"])
    error_message = "Every pool hides its machines' own credentials."
  }
}

run "a_tag_that_moves" {
  command = plan

  variables {
    vllm_version = "latest"
  }

  expect_failures = [var.vllm_version]
}

run "a_region_for_a_zone" {
  command = plan

  variables {
    zone = "europe-west4"
  }

  expect_failures = [var.zone]
}
