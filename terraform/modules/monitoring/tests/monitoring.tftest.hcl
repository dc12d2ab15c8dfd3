mock_provider "google" {}

variables {
  project = "my-project"
  emails  = ["someone@example.org"]
}

run "without_a_billing_account_no_budget" {
  command = plan

  assert {
    condition     = length(google_billing_budget.monthly) == 0
    error_message = "A budget lies in a billing account."
  }

  assert {
    condition     = length(google_monitoring_notification_channel.people) == 1
    error_message = "Somebody is told."
  }

  assert {
    condition     = length(jsondecode(google_monitoring_dashboard.runs.dashboard_json).gridLayout.widgets) == 8
    error_message = "A chart for each count, and one for the workers."
  }
}

run "a_budget_needs_the_projects_number" {
  command = plan

  variables {
    billing_account = "012345-6789AB-CDEF01"
  }

  expect_failures = [google_billing_budget.monthly]
}

run "no_address" {
  command = plan

  variables {
    emails = ["someone"]
  }

  expect_failures = [var.emails]
}
