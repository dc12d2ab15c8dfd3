package org.polarbeam.survey;

import static org.polarbeam.survey.SurveyFormat.COLUMN;
import static org.polarbeam.survey.SurveyFormat.VALUES;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.polarbeam.files.Names;

/** Reads the further levels of a survey's description, and how its sample was drawn. */
final class PopulationsReader {
  private static final String LEVELS = "levels";
  private static final String CROSSES = "crosses";
  private static final String BANDS = "bands";
  private static final String MISSING = "missing";
  private static final int MOST_N = 1_000_000;

  private PopulationsReader() {}

  static Populations read(FormatParts parts) {
    List<Grouping> groupings = new ArrayList<>();
    if (parts.has(LEVELS)) {
      FormatParts levels = parts.under(LEVELS);
      for (String name : levels.all().keySet()) {
        if (!name.matches(Level.NAME) || new Level(name).isStandard()) {
          throw levels.bad(
              name,
              "this is no name of a further level",
              "Use small letters, digits and _, and none of country, language, global");
        }
        groupings.add(grouping(name, levels.columnOf(name, BANDS, VALUES, MISSING), parts));
      }
    }
    return new Populations(
        groupings,
        crosses(parts, groupings),
        parts.number("least_n", Populations.LEAST_N, 1, MOST_N),
        parts.text("strata", ""),
        parts.text("clusters", ""));
  }

  private static Grouping grouping(String name, FormatParts level, FormatParts all) {
    if (!level.has(COLUMN)) {
      throw level.bad("value", "a level needs a column", "Give its name");
    }
    if (level.has(BANDS) && level.has(VALUES)) {
      throw level.bad(BANDS, "it has both bands and values", "Give one of them");
    }
    List<Grouping.Named> groups = List.of();
    if (level.has(BANDS)) {
      groups = bands(level);
    } else if (level.has(VALUES)) {
      groups = values(level.under(VALUES));
    }
    // Codes of answers are ages and regions elsewhere: what groups name counts.
    List<Codes.Range> missing = new ArrayList<>();
    if (groups.isEmpty()) {
      missing.addAll(all.codes(MISSING).ranges());
    }
    missing.addAll(level.codes(MISSING).ranges());
    return new Grouping(name, level.text(COLUMN, ""), groups, new Codes(missing));
  }

  private static List<Grouping.Named> bands(FormatParts level) {
    List<Integer> ends = new ArrayList<>();
    for (String end : level.texts(BANDS)) {
      if (!end.matches("\\d{1,5}")
          || !ends.isEmpty() && Integer.parseInt(end) <= ends.get(ends.size() - 1)) {
        throw level.bad(
            BANDS,
            "'" + end + "' is no end of a band",
            "Give the last number of each band but the highest, ascending, such as [29, 49]");
      }
      ends.add(Integer.parseInt(end));
    }
    if (ends.isEmpty()) {
      throw level.bad(BANDS, "there is none", "Give ends of bands, such as [29, 49]");
    }
    return Grouping.bands(ends);
  }

  private static List<Grouping.Named> values(FormatParts values) {
    List<Grouping.Named> groups = new ArrayList<>();
    values
        .all()
        .forEach(
            (value, name) -> {
              Codes codes = Codes.of(List.of(SurveyFormat.whole(value)));
              String called = String.valueOf(name).strip();
              if (called.isEmpty()
                  || name == null
                  || !(name instanceof String || name instanceof Number)) {
                throw values.bad(
                    value,
                    "it is no name",
                    "Say what the value stands for, in quotes where YAML reads yes or no");
              }
              String fault = Names.fault(called);
              if (fault != null) {
                throw values.bad(value, fault, "Give the group another name");
              }
              if (codes != null
                  && groups.stream()
                      .flatMap(g -> g.codes().ranges().stream())
                      .anyMatch(r -> codes.ranges().stream().anyMatch(r::overlaps))) {
                throw values.bad(
                    value, "its code belongs to another group already", "Give each code once");
              }
              groups.add(
                  new Grouping.Named(
                      called, codes == null ? Codes.NONE : codes, codes == null ? value : null));
            });
    return groups;
  }

  private static List<List<String>> crosses(FormatParts parts, List<Grouping> groupings) {
    Set<String> known = new HashSet<>(List.of(Level.COUNTRY.label(), Level.LANGUAGE.label()));
    groupings.forEach(g -> known.add(g.level()));
    List<List<String>> crosses = new ArrayList<>();
    for (Object given : parts.list(CROSSES)) {
      List<String> cross =
          given instanceof List<?> names
              ? names.stream().map(n -> String.valueOf(n).strip()).toList()
              : List.of(String.valueOf(given).strip().split("\\s*[:×]\\s*|\\s+x\\s+"));
      if (cross.size() < 2
          || cross.size() > new HashSet<>(cross).size()
          || !known.containsAll(cross)
          || crosses.contains(cross)) {
        throw parts.bad(
            CROSSES,
            given + " is no crossing of different levels",
            "Give lists such as [country, "
                + (groupings.isEmpty() ? "sex" : groupings.get(0).level())
                + "], each once, of levels that the description has");
      }
      crosses.add(cross);
    }
    return crosses;
  }
}
