# A run by a model that is served on its worker.

module "run" {
  source           = "../../modules/dataflow"
  project          = "my-project"
  region           = "europe-west4"
  name             = "polarbeam-first"
  template         = "gs://my-project-polarbeam/templates/run.json"
  worker           = "polarbeam-worker@my-project.iam.gserviceaccount.com"
  subnetwork       = "regions/europe-west4/subnetworks/polarbeam"
  temp_location    = "gs://my-project-polarbeam/temp"
  staging_location = "gs://my-project-polarbeam/staging"
  worker_image     = "europe-west4-docker.pkg.dev/my-project/polarbeam/worker:1"
  labels           = { app = "polarbeam", team = "values" }
  parameters = {
    models       = "vllm:gemma-2-9b-it@gs://my-project-polarbeam/weights/gemma-2-9b-it"
    judge        = "openai:gpt-4.1"
    apiKeySecret = "projects/my-project/secrets/openai/versions/1"
    truth        = "gs://my-project-polarbeam/truth/truth.csv"
    output       = "gs://my-project-polarbeam/runs/first"
  }
}
