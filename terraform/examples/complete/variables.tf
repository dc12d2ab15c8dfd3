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
  description = "The workers' machine type in every stage. No GPU's: a served model's stage names its own by the option accelerator."
  type        = string
  default     = "n2-standard-4"

  validation {
    condition     = !can(regex("^(g2|a2|a3|a4)-", var.machine_type))
    error_message = "A machine with a GPU would be paid for in every stage; give the run's option accelerator."
  }
}

variable "worker_image" {
  description = "The GPU worker's image, such as REPOSITORY/worker:VERSION, for models served on the workers."
  type        = string
  default     = null
}

variable "max_workers" {
  description = "How many workers at most. A budget (maxCost) holds for each of them."
  type        = number
  default     = 1
}

variable "monthly" {
  description = "Whether to have Cloud Composer launch a run every month. It costs some 300 to 400 dollars a month, running or not."
  type        = bool
  default     = false
}

variable "zone" {
  description = "Where the shared server's GPUs are, such as europe-west4-a. Not every region has a zone a, and not every zone has the GPU: see https://cloud.google.com/compute/docs/gpus/gpu-regions-zones."
  type        = string
  default     = null
}

variable "shared_server" {
  description = "Whether to have a cluster with a GPU pool for a vLLM server that several runs share."
  type        = bool
  default     = false
}

variable "operators" {
  description = "From where people may reach the shared server's cluster, as address ranges such as 203.0.113.7/32."
  type        = list(string)
  default     = []
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete the shared server's cluster."
  type        = bool
  default     = true
}

variable "bigquery_dataset" {
  description = "The dataset that runs load their tables into by --bigQueryDataset; it must exist. None if null."
  type        = string
  default     = null
}

variable "emails" {
  description = "Who is told when a job fails or the budget is used up."
  type        = list(string)
  default     = []
}

variable "billing_account" {
  description = "The billing account for a budget; no budget if null."
  type        = string
  default     = null
}

variable "monthly_budget" {
  description = "How much the project may cost a month before people are told, in the billing account's currency."
  type        = number
  default     = 500
}

variable "labels" {
  description = "Labels of what is made, for bills."
  type        = map(string)
  default     = { app = "polarbeam" }
}

variable "project_number" {
  description = "The project's number, which budgets go by: gcloud projects describe PROJECT --format='value(projectNumber)'. Needed with billing_account."
  type        = string
  default     = null
}
