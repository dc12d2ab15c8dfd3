# A network without outside addresses.

module "network" {
  source  = "../../modules/network"
  project = "my-project"
  region  = "europe-west4"
}
