# An alert, a budget of 200 a month and a dashboard. Budgets are made on the account of a project.

provider "google" {
  project               = "my-project"
  billing_project       = "my-project"
  user_project_override = true
}

module "monitoring" {
  source          = "../../modules/monitoring"
  project         = "my-project"
  emails          = ["someone@example.org"]
  billing_account = "012345-6789AB-CDEF01"
  project_number  = "123456789012"
  monthly_budget  = 200
}
