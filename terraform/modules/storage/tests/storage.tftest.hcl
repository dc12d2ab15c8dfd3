mock_provider "google" {}

variables {
  project = "my-project"
  region  = "europe-west4"
  bucket  = "my-project-polarbeam"
}

run "as_it_comes" {
  command = plan

  assert {
    condition     = google_storage_bucket.polarbeam.public_access_prevention == "enforced"
    error_message = "Nobody outside may read it."
  }

  assert {
    condition     = length(google_storage_bucket.polarbeam.encryption) == 0
    error_message = "Google's own encryption unless a key is named."
  }
}

run "with_a_key_and_labels" {
  command = plan

  variables {
    kms_key = "projects/p/locations/l/keyRings/r/cryptoKeys/k"
    labels  = { team = "values" }
  }

  assert {
    condition     = google_storage_bucket.polarbeam.encryption[0].default_kms_key_name == var.kms_key
    error_message = "The bucket's key is the one given."
  }

  assert {
    condition     = google_artifact_registry_repository.polarbeam.kms_key_name == var.kms_key
    error_message = "The repository's key is the one given."
  }

  assert {
    condition     = google_storage_bucket.polarbeam.labels["team"] == "values"
    error_message = "Labels are those given."
  }
}

run "a_name_that_cannot_be" {
  command = plan

  variables {
    bucket = "My Bucket"
  }

  expect_failures = [var.bucket]
}
