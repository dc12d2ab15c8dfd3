/** Models that vLLM serves on the machine that asks them. */
package org.polarbeam.model.vllm;
