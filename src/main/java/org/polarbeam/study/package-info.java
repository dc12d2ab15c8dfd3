/** The study: its topics, wording in each language, and models, read from YAML and checked. */
package org.polarbeam.study;
