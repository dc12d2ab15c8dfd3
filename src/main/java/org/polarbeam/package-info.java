/** The domain of Polarbeam in plain Java; each package says what its room is for. */
package org.polarbeam;
