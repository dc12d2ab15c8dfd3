/**
 * Regressions on alignment: does multilingual capability predict it, and are models closer to some
 * country (paper, §2.3, Eq. 1 and 2)? And any other that a formula names.
 */
package org.polarbeam.regression;
