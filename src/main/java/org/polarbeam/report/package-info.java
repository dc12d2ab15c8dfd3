/**
 * The HTML report of a run. It reads the files of a run directory and nothing else, so that it can
 * be made again at any time, and treats every text in them as untrusted.
 */
package org.polarbeam.report;
