package org.polarbeam.record;

import java.io.Serializable;
import java.util.Map;

/**
 * A survey question used as an opinion topic.
 *
 * @param key the survey variable, lower case
 * @param question what it asks, for people
 * @param pro what somebody says who is for it, by language
 * @param con what somebody says who is against it, by language
 */
public record Topic(String key, String question, Map<String, String> pro, Map<String, String> con)
    implements Serializable {}
