# A server on two L4 for the larger Gemma, on spot machines.

module "network" {
  source  = "../../modules/network"
  project = "my-project"
  region  = "europe-west4"
}

module "gpu_pool" {
  source            = "../../modules/gpu-pool"
  project           = "my-project"
  zone              = "europe-west4-a"
  network           = module.network.network
  subnetwork        = module.network.subnetwork
  service_account   = "polarbeam-node@my-project.iam.gserviceaccount.com"
  model             = "google/gemma-3-12b-it"
  machine_type      = "g2-standard-24"
  accelerator_count = 2
  spot              = true
  operators         = ["203.0.113.7/32"]
}
