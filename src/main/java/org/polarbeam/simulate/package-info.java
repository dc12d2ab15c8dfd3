/**
 * Simulated respondents, judge and survey with known parameters, for trying the method, for power
 * analysis and for recovery studies. Whatever comes from here is labelled as simulated in every
 * output.
 */
package org.polarbeam.simulate;
