# Accounts for a bucket and a repository that are there, with a dataset for the tables.

module "identities" {
  source           = "../../modules/identities"
  project          = "my-project"
  region           = "europe-west4"
  bucket           = "my-project-polarbeam"
  repository_id    = "polarbeam"
  secrets          = ["openai", "hub-token"]
  bigquery_dataset = "polarbeam"
}
