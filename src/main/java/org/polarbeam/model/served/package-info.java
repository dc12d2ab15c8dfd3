/** Models that vLLM or llama.cpp serves on the machine that asks them. */
package org.polarbeam.model.served;
