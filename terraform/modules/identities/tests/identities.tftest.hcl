mock_provider "google" {}

variables {
  project       = "my-project"
  region        = "europe-west4"
  bucket        = "my-project-polarbeam"
  repository_id = "polarbeam"
}

run "no_tables_and_no_secrets" {
  command = plan

  assert {
    condition     = length(google_bigquery_dataset_iam_member.tables) == 0
    error_message = "No role on a dataset that was not named."
  }

  assert {
    condition     = length(google_secret_manager_secret_iam_member.keys) == 0
    error_message = "No secret may be read that was not named."
  }
}

run "with_them" {
  command = plan

  variables {
    bigquery_dataset = "polarbeam"
    secrets          = ["openai", "hub-token"]
  }

  assert {
    condition     = google_bigquery_dataset_iam_member.tables[0].role == "roles/bigquery.dataEditor"
    error_message = "Workers write tables."
  }

  assert {
    condition     = google_project_iam_member.load_jobs[0].role == "roles/bigquery.jobUser"
    error_message = "Workers run load jobs."
  }

  assert {
    condition     = length(google_secret_manager_secret_iam_member.keys) == 2
    error_message = "Both secrets may be read."
  }
}

run "a_dataset_with_its_project" {
  command = plan

  variables {
    bigquery_dataset = "my-project.polarbeam"
  }

  expect_failures = [var.bigquery_dataset]
}
