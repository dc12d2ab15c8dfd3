/**
 * Statistics on plain arrays: ranks, correlations, self-consistency, resampling, least squares and
 * the random-intercept mixed model. Pure and immutable; knows nothing of surveys, models or Beam.
 */
package org.polarbeam.stats;
