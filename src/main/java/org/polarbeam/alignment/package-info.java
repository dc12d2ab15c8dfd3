/**
 * How closely the polarity of a model's responses follows that of populations: alignment,
 * self-consistency, and their resampling (paper, §2.2).
 */
package org.polarbeam.alignment;
