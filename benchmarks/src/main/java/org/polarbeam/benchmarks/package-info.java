/** What is measured, beside its peers in the same run. Bounded commands, not tests. */
package org.polarbeam.benchmarks;
