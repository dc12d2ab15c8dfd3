# A cluster with GPU nodes that come when they are needed and go when they are not, for a vLLM server
# that several runs share. What it serves is in vllm.yaml.tftpl.

resource "google_container_cluster" "polarbeam" {
  #checkov:skip=CKV_GCP_12:Dataplane V2 enforces network policies by itself, and forbids the older switch.
  #checkov:skip=CKV_GCP_65:Groups need a Google Workspace, which not every project has.
  #checkov:skip=CKV_GCP_66:Binary Authorization asks for attestors of one's own; vLLM's image has none.
  project                  = var.project
  name                     = var.name
  location                 = var.zone
  network                  = var.network
  subnetwork               = var.subnetwork
  remove_default_node_pool = true
  initial_node_count       = 1
  deletion_protection      = var.deletion_protection
  resource_labels          = var.labels

  # Enforces network policies.
  datapath_provider           = "ADVANCED_DATAPATH"
  enable_intranode_visibility = true

  # The pool that every cluster is made with and this one loses at once: not even for that time as
  # the project's default account, which may write everywhere.
  node_config {
    service_account = var.service_account
    oauth_scopes    = ["https://www.googleapis.com/auth/cloud-platform"]

    workload_metadata_config {
      mode = "GKE_METADATA"
    }

    shielded_instance_config {
      enable_secure_boot          = true
      enable_integrity_monitoring = true
    }
  }

  master_auth {
    client_certificate_config {
      issue_client_certificate = false
    }
  }

  # Nobody from outside but these; none is named to begin with.
  master_authorized_networks_config {
    dynamic "cidr_blocks" {
      for_each = var.operators
      content {
        cidr_block = cidr_blocks.value
      }
    }
  }

  ip_allocation_policy {
    cluster_secondary_range_name  = "pods"
    services_secondary_range_name = "services"
  }

  private_cluster_config {
    enable_private_nodes    = true
    enable_private_endpoint = false
    master_ipv4_cidr_block  = "172.16.0.32/28"
  }

  workload_identity_config {
    workload_pool = "${var.project}.svc.id.goog"
  }

  release_channel {
    channel = "REGULAR"
  }

  # Of the pool that is gone: a later plan would replace the cluster for it.
  lifecycle {
    ignore_changes = [node_config]
  }
}

resource "google_container_node_pool" "system" {
  project    = var.project
  name       = "system"
  cluster    = google_container_cluster.polarbeam.name
  location   = var.zone
  node_count = 1

  management {
    auto_repair  = true
    auto_upgrade = true
  }

  node_config {
    machine_type      = "e2-standard-2"
    service_account   = var.service_account
    oauth_scopes      = ["https://www.googleapis.com/auth/cloud-platform"]
    boot_disk_kms_key = var.kms_key
    resource_labels   = var.labels

    workload_metadata_config {
      mode = "GKE_METADATA"
    }

    shielded_instance_config {
      enable_secure_boot          = true
      enable_integrity_monitoring = true
    }
  }
}

resource "google_container_node_pool" "gpu" {
  project            = var.project
  name               = "gpu"
  cluster            = google_container_cluster.polarbeam.name
  location           = var.zone
  initial_node_count = 0

  autoscaling {
    min_node_count = 0
    max_node_count = var.max_nodes
  }

  management {
    auto_repair  = true
    auto_upgrade = true
  }

  node_config {
    machine_type    = var.machine_type
    service_account = var.service_account
    oauth_scopes    = ["https://www.googleapis.com/auth/cloud-platform"]
    spot            = var.spot
    disk_size_gb    = 200
    disk_type       = "pd-ssd"

    boot_disk_kms_key = var.kms_key
    resource_labels   = var.labels

    guest_accelerator {
      type  = var.accelerator
      count = var.accelerator_count
      gpu_driver_installation_config {
        gpu_driver_version = "DEFAULT"
      }
    }

    shielded_instance_config {
      enable_secure_boot          = true
      enable_integrity_monitoring = true
    }

    workload_metadata_config {
      mode = "GKE_METADATA"
    }

    taint {
      key    = "nvidia.com/gpu"
      value  = "present"
      effect = "NO_SCHEDULE"
    }
  }
}
