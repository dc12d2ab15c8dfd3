# Tells people what they would not look at by themselves: that a job has failed, and what it all costs;
# and shows what runs count, in one page.

resource "google_monitoring_notification_channel" "people" {
  for_each     = toset(var.emails)
  project      = var.project
  display_name = each.value
  type         = "email"
  user_labels  = var.labels

  labels = {
    email_address = each.value
  }
}

# Dataflow's service writes one of these lines when a job ends in failure or is not even begun.
resource "google_monitoring_alert_policy" "failed" {
  project      = var.project
  display_name = "A Polarbeam job has failed"
  combiner     = "OR"
  user_labels  = var.labels

  conditions {
    display_name = "Workflow failed"
    condition_matched_log {
      filter = <<-EOT
        resource.type="dataflow_step"
        resource.labels.job_name=~"^polarbeam"
        log_id("dataflow.googleapis.com/job-message")
        severity=ERROR
        textPayload=~"^(Workflow failed|Error occurred in the launcher container|Failed to read the result file)"
      EOT
      label_extractors = {
        job = "EXTRACT(resource.labels.job_id)"
      }
    }
  }

  alert_strategy {
    notification_rate_limit {
      period = "300s"
    }
    auto_close = "604800s"
  }

  documentation {
    content   = "What was paid for is in the run's store. Its cause is in the job's log; started again with the same output, the run goes on where it stopped."
    mime_type = "text/markdown"
  }

  notification_channels = [for c in google_monitoring_notification_channel.people : c.id]
}

resource "google_billing_budget" "monthly" {
  count           = var.billing_account == null ? 0 : 1
  billing_account = var.billing_account
  display_name    = "Polarbeam in ${var.project}"

  lifecycle {
    precondition {
      condition     = var.project_number != null
      error_message = "A budget needs project_number."
    }
  }

  budget_filter {
    projects = ["projects/${var.project_number}"]
  }

  amount {
    specified_amount {
      units = tostring(floor(var.monthly_budget))
    }
  }

  dynamic "threshold_rules" {
    for_each = [0.5, 0.9, 1.0]
    content {
      threshold_percent = threshold_rules.value
    }
  }

  dynamic "all_updates_rule" {
    for_each = length(var.emails) == 0 ? [] : [1]
    content {
      monitoring_notification_channels = [for c in google_monitoring_notification_channel.people : c.id]
      disable_default_iam_recipients   = false
    }
  }
}

locals {
  # What the stages count, by the names that the manifest of a local run has.
  counters = {
    from_store  = "Answers taken from the store"
    tokens_in   = "Tokens in"
    tokens_out  = "Tokens out"
    cost_micros = "Cost in millionths of the price table's currency"
    retried     = "Asked again"
    throttled   = "Put off by the endpoint"
    unreadable  = "Answers that could not be read"
  }
}

resource "google_monitoring_dashboard" "runs" {
  project = var.project
  dashboard_json = jsonencode({
    displayName = "Polarbeam runs"
    gridLayout = {
      columns = "2"
      widgets = concat(
        [for name, title in local.counters : {
          title = title
          xyChart = {
            dataSets = [{
              plotType = "LINE"
              timeSeriesQuery = {
                timeSeriesFilter = {
                  filter = "metric.type=\"dataflow.googleapis.com/job/user_counter\" resource.type=\"dataflow_job\" metric.labels.metric_name=\"${name}\""
                  aggregation = {
                    alignmentPeriod    = "60s"
                    perSeriesAligner   = "ALIGN_MAX"
                    crossSeriesReducer = "REDUCE_SUM"
                    groupByFields      = ["resource.labels.job_name"]
                  }
                }
              }
            }]
          }
        }],
        [{
          title = "Workers' processors"
          xyChart = {
            dataSets = [{
              plotType = "LINE"
              timeSeriesQuery = {
                timeSeriesFilter = {
                  filter = "metric.type=\"dataflow.googleapis.com/job/current_num_vcpus\" resource.type=\"dataflow_job\""
                  aggregation = {
                    alignmentPeriod  = "60s"
                    perSeriesAligner = "ALIGN_MAX"
                  }
                }
              }
            }]
          }
        }]
      )
    }
  })
}
