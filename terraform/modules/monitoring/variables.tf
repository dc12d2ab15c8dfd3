variable "project" {
  description = "The project, by its id."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project id has 6 to 30 lower-case letters, digits and hyphens."
  }
}

variable "emails" {
  description = "Who is told when a job fails or the budget is used up."
  type        = list(string)

  validation {
    condition     = alltrue([for e in var.emails : can(regex("^[^@ ]+@[^@ ]+$", e))])
    error_message = "An address is spelt like someone@example.org."
  }

  validation {
    condition     = length(var.emails) <= 5
    error_message = "A budget tells five addresses at most."
  }
}

variable "billing_account" {
  description = "The billing account for a budget, such as 012345-6789AB-CDEF01; no budget if null. Whoever applies this must be allowed to make budgets in it, and the provider needs billing_project and user_project_override."
  type        = string
  default     = null
}

variable "monthly_budget" {
  description = "How much the project may cost a month, in the billing account's currency. It is told at half, at nine tenths and at all of it; nothing is stopped."
  type        = number
  default     = 500

  validation {
    condition     = var.monthly_budget > 0
    error_message = "More than nothing."
  }
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
