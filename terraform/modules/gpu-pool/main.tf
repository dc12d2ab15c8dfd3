# A cluster with GPU nodes that come when they are needed and go when they are not, for a vLLM server
# that several runs share. What it serves is in vllm.yaml.tftpl.

resource "google_container_cluster" "polarbeam" {
  project                  = var.project
  name                     = var.name
  location                 = var.zone
  network                  = var.network
  subnetwork               = var.subnetwork
  remove_default_node_pool = true
  initial_node_count       = 1
  deletion_protection      = var.deletion_protection

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
}

resource "google_container_node_pool" "system" {
  project    = var.project
  name       = "system"
  cluster    = google_container_cluster.polarbeam.name
  location   = var.zone
  node_count = 1

  node_config {
    machine_type    = "e2-standard-2"
    service_account = var.service_account
    oauth_scopes    = ["https://www.googleapis.com/auth/cloud-platform"]
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

  node_config {
    machine_type    = var.machine_type
    service_account = var.service_account
    oauth_scopes    = ["https://www.googleapis.com/auth/cloud-platform"]
    spot            = var.spot
    disk_size_gb    = 200
    disk_type       = "pd-ssd"

    guest_accelerator {
      type  = var.accelerator
      count = var.accelerator_count
      gpu_driver_installation_config {
        gpu_driver_version = "DEFAULT"
      }
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
