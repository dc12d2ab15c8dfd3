/**
 * How good the judge is: several judges and their agreement, canaries that try to mislead it, and
 * people's labels with the error rates and corrections that follow from them.
 */
package org.polarbeam.judge;
