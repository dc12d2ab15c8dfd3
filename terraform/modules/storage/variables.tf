variable "project" {
  description = "The project, by its id."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project id has 6 to 30 lower-case letters, digits and hyphens."
  }
}

variable "region" {
  description = "The region, such as europe-west4. It must have the GPUs that you want."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "A region is spelt like europe-west4."
  }
}

variable "bucket" {
  description = "The bucket's name, unique in the world, such as PROJECT-polarbeam."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "A bucket's name has 3 to 63 lower-case letters, digits, dots, hyphens and underscores."
  }
}

variable "repository" {
  description = "The repository's name in Artifact Registry."
  type        = string
  default     = "polarbeam"
}

variable "keep_deleted_days" {
  description = "For how many days overwritten and deleted objects can be had back."
  type        = number
  default     = 30

  validation {
    condition     = var.keep_deleted_days >= 1
    error_message = "At least one day."
  }
}

variable "labels" {
  description = "Labels of what is made, for bills."
  type        = map(string)
  default     = { app = "polarbeam" }
}

variable "kms_key" {
  description = "A key of your own in Cloud KMS, as projects/P/locations/L/keyRings/R/cryptoKeys/K, that Cloud Storage's and Artifact Registry's service agents may use; Google's own encryption if null."
  type        = string
  default     = null
}
