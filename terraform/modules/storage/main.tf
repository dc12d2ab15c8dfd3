# A bucket for studies, weights, runs and templates, and a repository for images.

resource "google_storage_bucket" "polarbeam" {
  #checkov:skip=CKV_GCP_62:Cloud Audit Logs tell who read what; a bucket of logs would need another.
  project                     = var.project
  name                        = var.bucket
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  labels                      = var.labels

  dynamic "encryption" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content {
      default_kms_key_name = encryption.value
    }
  }

  # Answers are paid for: what is overwritten or deleted can be had back for a while.
  versioning {
    enabled = true
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = var.keep_deleted_days
      with_state                 = "ARCHIVED"
    }
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age            = 14
      matches_prefix = ["temp/", "staging/"]
    }
  }
}

resource "google_artifact_registry_repository" "polarbeam" {
  #checkov:skip=CKV_GCP_84:Google's encryption at rest unless kms_key names one's own.
  project       = var.project
  location      = var.region
  repository_id = var.repository
  description   = "Images of Polarbeam's templates and workers"
  format        = "DOCKER"
  labels        = var.labels
  kms_key_name  = var.kms_key

  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"
    most_recent_versions {
      keep_count = 5
    }
  }

  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      older_than = "7776000s"
    }
  }
}
