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
  description = "The bucket they read and write."
  type        = string
}

variable "repository_id" {
  description = "The repository whose images workers run."
  type        = string
}

variable "secrets" {
  description = "The secrets that workers may read: endpoints' keys, the model hub's token. They and their versions are made by people, so that no key is in Terraform's state."
  type        = list(string)
  default     = []
}

variable "bigquery_dataset" {
  description = "The dataset that --bigQueryDataset names, in this project; workers may write its tables and run load jobs. None if null."
  type        = string
  default     = null

  validation {
    condition     = var.bigquery_dataset == null || can(regex("^[A-Za-z0-9_]+$", var.bigquery_dataset))
    error_message = "The dataset alone, without its project: letters, digits and underscores."
  }
}
