/**
 * How closely the polarity of a model's responses follows that of populations: alignment,
 * self-consistency, their resampling, and the two regressions on them (paper, §2.3, Eq. 1 and 2).
 */
package org.polarbeam.alignment;
