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
  description = "The job's name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][-a-z0-9]{0,60}[a-z0-9]$", var.name))
    error_message = "Lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "template" {
  description = "The template's specification, such as gs://BUCKET/templates/run.json."
  type        = string

  validation {
    condition     = can(regex("^gs://.+[.]json$", var.template))
    error_message = "A specification is spelt like gs://BUCKET/templates/run.json."
  }
}

variable "parameters" {
  description = "The command's options, as texts; no keys, only the names of secrets."
  type        = map(string)

  validation {
    condition     = contains(keys(var.parameters), "output")
    error_message = "Give output, the run directory."
  }
}

variable "worker" {
  description = "Whom the workers act as."
  type        = string
}

variable "subnetwork" {
  description = "Where the workers are, as regions/REGION/subnetworks/NAME."
  type        = string
}

variable "temp_location" {
  description = "For what lasts as long as a job, such as gs://BUCKET/temp."
  type        = string
}

variable "staging_location" {
  description = "For the job's own files, such as gs://BUCKET/staging."
  type        = string
}

variable "machine_type" {
  description = "The workers' machine type in every stage; no GPU's, since a served model's stage names its own by the parameter accelerator."
  type        = string
  default     = "n1-standard-4"
}

variable "max_workers" {
  description = "How many workers at most. A budget (maxCost) holds for each of them."
  type        = number
  default     = 1

  validation {
    condition     = var.max_workers >= 1
    error_message = "At least one."
  }
}

variable "worker_image" {
  description = "The workers' image; the GPU worker's for models of the provider vllm. Dataflow's own if null."
  type        = string
  default     = null
}

variable "launcher_machine_type" {
  description = "The machine that builds and submits the job, for some minutes; Dataflow's choice if null."
  type        = string
  default     = null
}

variable "additional_experiments" {
  description = "Experiments of Dataflow's, such as use_runner_v2."
  type        = list(string)
  default     = []
}

variable "labels" {
  description = "Labels of what is made, for bills."
  type        = map(string)
  default     = { app = "polarbeam" }
}

variable "kms_key" {
  description = "A key of your own in Cloud KMS, as projects/P/locations/L/keyRings/R/cryptoKeys/K, that Dataflow's and Compute Engine's service agents may use; Google's own encryption if null."
  type        = string
  default     = null
}
