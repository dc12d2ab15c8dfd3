/**
 * The stages of a study as Beam transforms on schema'd records. Thin: what they do to an element is
 * plain Java in the domain packages.
 */
package org.polarbeam.transforms;
