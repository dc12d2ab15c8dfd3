# Who may do what: the launcher starts jobs, the workers do them, the scheduler starts them monthly.
# None has a key; people and services act as them by IAM.

locals {
  accounts = {
    launcher  = "Launches Polarbeam's jobs"
    worker    = "Works on Polarbeam's jobs"
    scheduler = "Launches Polarbeam's jobs every month"
    node      = "Carries a shared server's pods"
  }
  project_roles = {
    launcher-dataflow  = { account = "launcher", role = "roles/dataflow.developer" }
    worker-dataflow    = { account = "worker", role = "roles/dataflow.worker" }
    worker-metrics     = { account = "worker", role = "roles/monitoring.metricWriter" }
    scheduler-dataflow = { account = "scheduler", role = "roles/dataflow.developer" }
    scheduler-composer = { account = "scheduler", role = "roles/composer.worker" }
    node-cluster       = { account = "node", role = "roles/container.defaultNodeServiceAccount" }
  }
}

resource "google_service_account" "polarbeam" {
  for_each     = local.accounts
  project      = var.project
  account_id   = "polarbeam-${each.key}"
  display_name = each.value
}

resource "google_project_iam_member" "polarbeam" {
  #checkov:skip=CKV_GCP_49:These roles are Dataflow's and Composer's own; no narrower ones start jobs or run an environment.
  for_each = local.project_roles
  project  = var.project
  role     = each.value.role
  member   = google_service_account.polarbeam[each.value.account].member
}

resource "google_storage_bucket_iam_member" "objects" {
  for_each = toset(["launcher", "worker", "scheduler"])
  bucket   = var.bucket
  role     = "roles/storage.objectUser"
  member   = google_service_account.polarbeam[each.key].member
}

# The Dataflow service looks at the bucket itself, not only at its objects.
resource "google_storage_bucket_iam_member" "bucket" {
  for_each = toset(["launcher", "worker", "scheduler"])
  bucket   = var.bucket
  role     = "roles/storage.legacyBucketReader"
  member   = google_service_account.polarbeam[each.key].member
}

resource "google_artifact_registry_repository_iam_member" "images" {
  project    = var.project
  location   = var.region
  repository = var.repository_id
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.polarbeam["worker"].member
}

resource "google_service_account_iam_member" "act_as_worker" {
  for_each           = toset(["launcher", "scheduler"])
  service_account_id = google_service_account.polarbeam["worker"].name
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.polarbeam[each.key].member
}

resource "google_secret_manager_secret_iam_member" "keys" {
  for_each  = toset(var.secrets)
  project   = var.project
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.polarbeam["worker"].member
}

resource "google_bigquery_dataset_iam_member" "tables" {
  count      = var.bigquery_dataset == null ? 0 : 1
  project    = var.project
  dataset_id = var.bigquery_dataset
  role       = "roles/bigquery.dataEditor"
  member     = google_service_account.polarbeam["worker"].member
}

resource "google_project_iam_member" "load_jobs" {
  count   = var.bigquery_dataset == null ? 0 : 1
  project = var.project
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.polarbeam["worker"].member
}
