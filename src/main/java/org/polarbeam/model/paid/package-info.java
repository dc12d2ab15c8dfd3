/**
 * Asking what costs something: the session of a run with its connections, limits, budget, prices
 * and the store of answers.
 */
package org.polarbeam.model.paid;
