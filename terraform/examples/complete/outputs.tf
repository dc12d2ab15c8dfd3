output "templates" {
  description = "The bucket's folder for templates/build and templates/launch."
  value       = "gs://${module.storage.bucket}/templates"
}

output "repository" {
  description = "The repository for templates/build."
  value       = module.storage.repository
}

output "worker" {
  description = "SERVICE_ACCOUNT for templates/launch."
  value       = module.identities.worker
}

output "subnetwork" {
  description = "SUBNETWORK for templates/launch."
  value       = module.network.subnetwork_path
}

output "vllm_manifest" {
  description = "What to apply to the shared server's cluster."
  value       = var.shared_server ? module.gpu_pool[0].manifest : ""
}

output "dags" {
  description = "Where the monthly DAG's files go."
  value       = var.monthly ? module.composer[0].dags : ""
}
