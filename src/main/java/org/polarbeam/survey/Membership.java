package org.polarbeam.survey;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The populations that a respondent is one of, and the place in the sample.
 *
 * @param groups of the further levels, in the order of the survey's description; empty text where
 *     the respondent is in none
 * @param stratum of the sample within the country; empty where there are none
 * @param cluster of the sample, such as a village; empty where respondents were drawn by themselves
 */
record Membership(
    String country, String language, List<String> groups, String stratum, String cluster)
    implements Serializable {
  Membership {
    groups = new ArrayList<>(groups);
  }

  /** The stratum over all countries: each country is sampled for itself. */
  String wholeStratum() {
    return country + "\0" + stratum;
  }
}
