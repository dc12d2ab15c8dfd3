/** The command line: one runnable pipeline per command, its options, and the run directory. */
package org.polarbeam.pipelines;
