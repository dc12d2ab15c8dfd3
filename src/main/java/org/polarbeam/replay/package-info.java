/** Answers of an earlier run, given again. */
package org.polarbeam.replay;
