/**
 * Asking language models: one interface, its providers, errors, retries and limits. Knows nothing
 * of topics or surveys.
 */
package org.polarbeam.model;
