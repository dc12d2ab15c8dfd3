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
  description = "The environment's name."
  type        = string
  default     = "polarbeam"
}

variable "image_version" {
  description = "Composer's and Airflow's version."
  type        = string
  default     = "composer-3-airflow-2.10.5"

  validation {
    condition     = startswith(var.image_version, "composer-3-")
    error_message = "The module is written for Composer 3."
  }
}

variable "scheduler" {
  description = "Whom the environment acts as."
  type        = string
}

variable "network" {
  description = "The network's id."
  type        = string
}

variable "subnetwork" {
  description = "The subnetwork's id."
  type        = string
}

variable "template" {
  description = "The template's specification, such as gs://BUCKET/templates/run.json."
  type        = string
}

variable "runs" {
  description = "Under which the monthly run directories lie, such as gs://BUCKET/runs."
  type        = string

  validation {
    condition     = startswith(var.runs, "gs://")
    error_message = "A folder of a bucket, spelt gs://BUCKET/runs."
  }
}

variable "parameters" {
  description = "The run's options but its output, as texts; no keys, only the names of secrets."
  type        = map(string)
}

variable "environment" {
  description = "The job's environment, as Dataflow's FlexTemplateRuntimeEnvironment spells it. A budget (maxCost) holds for each worker, so maxWorkers is 1 where a model is served."
  type = object({
    serviceAccountEmail   = optional(string)
    subnetwork            = optional(string)
    ipConfiguration       = optional(string)
    machineType           = optional(string)
    sdkContainerImage     = optional(string)
    diskSizeGb            = optional(number)
    maxWorkers            = optional(number)
    stagingLocation       = optional(string)
    tempLocation          = optional(string)
    kmsKeyName            = optional(string)
    launcherMachineType   = optional(string)
    additionalExperiments = optional(list(string))
    additionalUserLabels  = optional(map(string))
    enableStreamingEngine = optional(bool)
  })
}

variable "labels" {
  description = "Labels of what is made, for bills."
  type        = map(string)
  default     = { app = "polarbeam" }
}

variable "kms_key" {
  description = "A key of your own in Cloud KMS, as projects/P/locations/L/keyRings/R/cryptoKeys/K, that Composer's service agents may use; Google's own encryption if null."
  type        = string
  default     = null
}
