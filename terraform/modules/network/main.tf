# A network whose machines have no address of their own outside; they reach Google's services
# directly, and model hubs and endpoints through NAT.

resource "google_compute_network" "polarbeam" {
  project                 = var.project
  name                    = var.name
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "polarbeam" {
  project                  = var.project
  name                     = var.name
  region                   = var.region
  network                  = google_compute_network.polarbeam.id
  ip_cidr_range            = var.range
  private_ip_google_access = true

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.5
    metadata             = "INCLUDE_ALL_METADATA"
  }

  secondary_ip_range {
    range_name    = "pods"
    ip_cidr_range = var.pods_range
  }

  secondary_ip_range {
    range_name    = "services"
    ip_cidr_range = var.services_range
  }
}

resource "google_compute_router" "polarbeam" {
  project = var.project
  name    = var.name
  region  = var.region
  network = google_compute_network.polarbeam.id
}

resource "google_compute_router_nat" "polarbeam" {
  project                            = var.project
  name                               = var.name
  region                             = var.region
  router                             = google_compute_router.polarbeam.name
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
}

# Dataflow's workers exchange data on these ports.
resource "google_compute_firewall" "workers" {
  project     = var.project
  name        = "${var.name}-dataflow"
  network     = google_compute_network.polarbeam.id
  source_tags = ["dataflow"]
  target_tags = ["dataflow"]

  allow {
    protocol = "tcp"
    ports    = ["12345-12346"]
  }
}
