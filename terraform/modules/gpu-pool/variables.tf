variable "project" {
  description = "The project, by its id."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project id has 6 to 30 lower-case letters, digits and hyphens."
  }
}

variable "name" {
  description = "What the cluster is called."
  type        = string
  default     = "polarbeam"
}

variable "zone" {
  description = "A zone that has the GPU, such as europe-west4-a."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+-[a-z]$", var.zone))
    error_message = "A zone is spelt like europe-west4-a."
  }
}

variable "network" {
  description = "The network's id."
  type        = string
}

variable "subnetwork" {
  description = "The subnetwork's id; it has secondary ranges named pods and services."
  type        = string
}

variable "service_account" {
  description = "Whom the nodes act as; needs roles/container.defaultNodeServiceAccount and no more."
  type        = string
}

variable "machine_type" {
  description = "The GPU nodes' machine type, which must go with the GPU."
  type        = string
  default     = "g2-standard-12"
}

variable "accelerator" {
  description = "The GPU: nvidia-l4, nvidia-tesla-a100, nvidia-a100-80gb, nvidia-h100-80gb ..."
  type        = string
  default     = "nvidia-l4"

  validation {
    condition     = startswith(var.accelerator, "nvidia-")
    error_message = "A GPU is spelt like nvidia-l4."
  }
}

variable "accelerator_count" {
  description = "How many GPUs a node has."
  type        = number
  default     = 1

  validation {
    condition     = contains([1, 2, 4, 8, 16], var.accelerator_count)
    error_message = "1, 2, 4, 8 or 16."
  }
}

variable "max_nodes" {
  description = "How many GPU nodes at most. There are none while nothing is served."
  type        = number
  default     = 1

  validation {
    condition     = var.max_nodes >= 1
    error_message = "At least one."
  }
}

variable "spot" {
  description = "Whether to take spot machines, which cost less and may be taken away; a run waits and goes on."
  type        = bool
  default     = false
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete the cluster."
  type        = bool
  default     = true
}

variable "model" {
  description = "What is served, as the model hub names it."
  type        = string
  default     = "google/gemma-2-9b-it"
}

variable "vllm_version" {
  description = "The tag of vLLM's image."
  type        = string
  default     = "v0.11.0"

  validation {
    condition     = var.vllm_version != "latest"
    error_message = "Name a version."
  }
}

variable "operators" {
  description = "From where people may reach the cluster's control plane, as address ranges such as 203.0.113.7/32."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for o in var.operators : can(cidrhost(o, 0))])
    error_message = "An address range is spelt like 203.0.113.7/32."
  }
}

variable "labels" {
  description = "Labels of what is made, for bills."
  type        = map(string)
  default     = { app = "polarbeam" }
}

variable "kms_key" {
  description = "A key of your own in Cloud KMS, as projects/P/locations/L/keyRings/R/cryptoKeys/K, that Compute Engine's service agent may use; Google's own encryption if null."
  type        = string
  default     = null
}
