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

variable "name" {
  description = "What the network and its parts are called."
  type        = string
  default     = "polarbeam"
}

variable "range" {
  description = "The machines' addresses."
  type        = string
  default     = "10.20.0.0/20"

  validation {
    condition     = can(cidrhost(var.range, 0))
    error_message = "A range is spelt like 10.20.0.0/20."
  }
}

variable "pods_range" {
  description = "The addresses of pods in a cluster in this network."
  type        = string
  default     = "10.24.0.0/16"
}

variable "services_range" {
  description = "The addresses of services in a cluster in this network."
  type        = string
  default     = "10.28.0.0/20"
}
