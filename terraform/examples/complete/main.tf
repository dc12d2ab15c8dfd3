# Everything for a monthly run: bucket and images, identities, a private network, Composer; and, when
# asked for, a cluster that serves a model.

provider "google" {
  project = var.project
  region  = var.region
}

# Budgets are made on the account of a project, which a person's own credentials do not tell.
provider "google" {
  alias                 = "billing"
  project               = var.project
  region                = var.region
  billing_project       = var.project
  user_project_override = true
}

resource "google_project_service" "apis" {
  for_each = toset([
    "artifactregistry.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "composer.googleapis.com",
    "compute.googleapis.com",
    "container.googleapis.com",
    "dataflow.googleapis.com",
    "iam.googleapis.com",
    "monitoring.googleapis.com",
    "secretmanager.googleapis.com",
  ])
  project            = var.project
  service            = each.value
  disable_on_destroy = false
}

module "storage" {
  source     = "../../modules/storage"
  project    = var.project
  region     = var.region
  bucket     = "${var.project}-polarbeam"
  labels     = var.labels
  depends_on = [google_project_service.apis]
}

module "identities" {
  source        = "../../modules/identities"
  project       = var.project
  region        = var.region
  bucket        = module.storage.bucket
  repository_id = module.storage.repository_id
  secrets       = var.secrets

  bigquery_dataset = var.bigquery_dataset
  depends_on       = [google_project_service.apis]
}

module "network" {
  source     = "../../modules/network"
  project    = var.project
  region     = var.region
  depends_on = [google_project_service.apis]
}

module "gpu_pool" {
  count           = var.shared_server ? 1 : 0
  source          = "../../modules/gpu-pool"
  project         = var.project
  zone            = var.zone
  network         = module.network.network
  subnetwork      = module.network.subnetwork
  service_account = module.identities.node
  operators       = var.operators
  labels          = var.labels

  deletion_protection = var.deletion_protection
  depends_on          = [module.identities]
}

module "composer" {
  count      = var.monthly ? 1 : 0
  source     = "../../modules/composer"
  project    = var.project
  region     = var.region
  scheduler  = module.identities.scheduler
  network    = module.network.network
  subnetwork = module.network.subnetwork
  template   = "gs://${module.storage.bucket}/templates/run.json"
  runs       = "gs://${module.storage.bucket}/runs"
  parameters = var.parameters
  labels     = var.labels
  environment = {
    serviceAccountEmail = module.identities.worker
    subnetwork          = module.network.subnetwork_path
    ipConfiguration     = "WORKER_IP_PRIVATE"
    machineType         = var.machine_type
    sdkContainerImage   = var.worker_image
    maxWorkers          = var.max_workers
    stagingLocation     = "gs://${module.storage.bucket}/staging"
    tempLocation        = "gs://${module.storage.bucket}/temp"

    additionalUserLabels = var.labels
  }

  # Composer starts as the scheduler's account, and asks for its roles when it is made.
  depends_on = [module.identities]
}

module "monitoring" {
  source          = "../../modules/monitoring"
  providers       = { google = google.billing }
  project         = var.project
  emails          = var.emails
  billing_account = var.billing_account
  monthly_budget  = var.monthly_budget
  project_number  = var.project_number
  labels          = var.labels
  depends_on      = [google_project_service.apis]
}
