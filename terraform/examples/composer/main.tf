# A run every month by a model behind an endpoint; no GPU.

module "network" {
  source  = "../../modules/network"
  project = "my-project"
  region  = "europe-west4"
}

module "composer" {
  source     = "../../modules/composer"
  project    = "my-project"
  region     = "europe-west4"
  scheduler  = "polarbeam-scheduler@my-project.iam.gserviceaccount.com"
  network    = module.network.network
  subnetwork = module.network.subnetwork
  template   = "gs://my-project-polarbeam/templates/run.json"
  runs       = "gs://my-project-polarbeam/runs"
  parameters = {
    models       = "openai:gpt-4.1-mini"
    judge        = "openai:gpt-4.1"
    apiKeySecret = "projects/my-project/secrets/openai/versions/1"
    truth        = "gs://my-project-polarbeam/truth/truth.csv"
  }
  environment = {
    serviceAccountEmail  = "polarbeam-worker@my-project.iam.gserviceaccount.com"
    subnetwork           = module.network.subnetwork_path
    ipConfiguration      = "WORKER_IP_PRIVATE"
    machineType          = "n2-standard-4"
    maxWorkers           = 1
    stagingLocation      = "gs://my-project-polarbeam/staging"
    tempLocation         = "gs://my-project-polarbeam/temp"
    additionalUserLabels = { app = "polarbeam" }
  }
}
