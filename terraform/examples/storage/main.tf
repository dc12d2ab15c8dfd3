# A bucket and a repository alone, with a key of one's own.

module "storage" {
  source  = "../../modules/storage"
  project = "my-project"
  region  = "europe-west4"
  bucket  = "my-project-polarbeam"
  labels  = { app = "polarbeam", team = "values" }
  kms_key = "projects/my-project/locations/europe-west4/keyRings/polarbeam/cryptoKeys/data"
}
