mock_provider "google" {}

variables {
  project    = "my-project"
  region     = "europe-west4"
  scheduler  = "polarbeam-scheduler@my-project.iam.gserviceaccount.com"
  network    = "n"
  subnetwork = "s"
  template   = "gs://b/templates/run.json"
  runs       = "gs://b/runs"
  parameters = { judge = "openai:gpt-4.1" }
  environment = {
    maxWorkers            = 1
    additionalExperiments = ["use_runner_v2"]
    enableStreamingEngine = false
  }
}

run "lists_and_booleans_reach_the_dag_as_such" {
  command = plan

  assert {
    condition = jsondecode(google_composer_environment.polarbeam.config[0].software_config[0].env_variables["AIRFLOW_VAR_POLARBEAM_ENVIRONMENT"]) == {
      maxWorkers            = 1
      additionalExperiments = ["use_runner_v2"]
      enableStreamingEngine = false
    }
    error_message = "What is null is left out, and nothing becomes a text."
  }
}

run "another_composer" {
  command = plan

  variables {
    image_version = "composer-2-airflow-2.10.5"
  }

  expect_failures = [var.image_version]
}
