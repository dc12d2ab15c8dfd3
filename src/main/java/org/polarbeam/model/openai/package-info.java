/** Endpoints that speak OpenAI's chat completions, one question at a time or in batches. */
package org.polarbeam.model.openai;
