/**
 * What is put to models and what comes back: prompts, responses, numbered answers and their
 * language, the judge's instruction and its labels.
 */
package org.polarbeam.prompt;
