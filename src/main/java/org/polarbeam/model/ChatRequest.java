package org.polarbeam.model;

import java.io.Serializable;
import java.util.Map;

/**
 * One question to a model.
 *
 * @param id a content id, by which the answer is known
 * @param system the system message; empty for none
 * @param user the user message
 * @param sampling settings of the draw
 * @param schema a JSON schema the answer must follow, as JSON text; empty for free text
 * @param tags what the caller knows about the question; for simulated and replayed models and for
 *     logs, never sent
 */
public record ChatRequest(
    String id,
    String system,
    String user,
    Sampling sampling,
    String schema,
    Map<String, String> tags)
    implements Serializable {}
