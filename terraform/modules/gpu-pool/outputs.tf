output "cluster" {
  description = "The cluster's name."
  value       = google_container_cluster.polarbeam.name
}

output "manifest" {
  description = "What to apply to the cluster: terraform output -raw vllm_manifest | kubectl apply -f -"
  value = templatefile("${path.module}/vllm.yaml.tftpl", {
    model             = var.model
    served_name       = reverse(split("/", var.model))[0]
    vllm_version      = var.vllm_version
    accelerator_count = var.accelerator_count
  })
}
