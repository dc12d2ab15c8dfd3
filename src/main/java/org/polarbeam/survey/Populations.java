package org.polarbeam.survey;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which populations a survey's description tells apart besides countries, languages and everybody,
 * and how its sample was drawn.
 *
 * @param groupings its further levels
 * @param crosses of levels, each a list of their names
 * @param leastN fewer respondents than this on a topic make no truth at a further level
 * @param strata the column of the strata within countries; empty for none
 * @param clusters the column of the clusters, such as primary sampling units; empty for none
 */
record Populations(
    List<Grouping> groupings,
    List<List<String>> crosses,
    int leastN,
    String strata,
    String clusters)
    implements Serializable {
  /** As many as make a share worth printing. */
  static final int LEAST_N = 30;

  Populations {
    groupings = new ArrayList<>(groupings);
    crosses = new ArrayList<>(crosses);
  }

  /** A population that a respondent is one of. */
  record Place(Level level, String group, String language) {}

  /**
   * Every population of a respondent.
   *
   * @param languageOfCountry what the respondent's country speaks
   */
  List<Place> of(Membership who, String languageOfCountry) {
    List<Place> places = new ArrayList<>();
    places.add(new Place(Level.COUNTRY, who.country(), languageOfCountry));
    places.add(new Place(Level.LANGUAGE, who.language(), who.language()));
    places.add(new Place(Level.GLOBAL, Level.EVERYBODY, ""));
    for (int i = 0; i < groupings.size(); i++) {
      if (!who.groups().get(i).isEmpty()) {
        places.add(new Place(new Level(groupings.get(i).level()), who.groups().get(i), ""));
      }
    }
    for (List<String> cross : crosses) {
      List<Place> parts = new ArrayList<>();
      for (String level : cross) {
        places.stream()
            .filter(p -> p.level.label().equals(level))
            .findFirst()
            .ifPresent(parts::add);
      }
      if (parts.size() == cross.size()) {
        places.add(
            new Place(
                new Level(String.join(Level.CROSS, cross)),
                String.join(Level.CROSS, parts.stream().map(Place::group).toList()),
                parts.stream()
                    .map(Place::language)
                    .filter(language -> !language.isEmpty())
                    .findFirst()
                    .orElse("")));
      }
    }
    return places;
  }
}
