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

variable "secrets" {
  description = "The secrets with keys that workers may read, by their ids; made by people beforehand."
  type        = list(string)
  default     = []
}

variable "parameters" {
  description = "The monthly run's options but its output, as texts."
  type        = map(string)
  default     = {}
}

variable "machine_type" {
  description = "The workers' machine type."
  type        = string
  default     = "g2-standard-12"
}

variable "monthly" {
  description = "Whether to have Cloud Composer launch a run every month. It costs some 300 to 400 dollars a month, running or not."
  type        = bool
  default     = false
}

variable "shared_server" {
  description = "Whether to have a cluster with a GPU pool for a vLLM server that several runs share."
  type        = bool
  default     = false
}
