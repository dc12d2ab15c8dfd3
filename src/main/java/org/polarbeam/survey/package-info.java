/**
 * What populations answered: survey microdata, how its codes are read as pro and con, and the
 * weighted value polarity of countries, languages and everybody.
 */
package org.polarbeam.survey;
