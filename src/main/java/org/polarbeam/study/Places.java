package org.polarbeam.study;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the places in wordings, such as {topic}: a template has one, and nothing else has any. */
final class Places {
  private static final Pattern OTHER_PLACE = Pattern.compile("\\{[A-Za-z_]{1,30}}");

  /** As other programs' templates spell places; what is beside them would be asked. */
  private static final Pattern DECORATED =
      Pattern.compile("[$%{]\\{(topic|persona)}|\\{(topic|persona)}}");

  private final StudyFields fields;

  Places(StudyFields fields) {
    this.fields = fields;
  }

  /** Only templates have places; a brace elsewhere would be sent as it is. */
  void requireNone(String text, String at) {
    Matcher place = OTHER_PLACE.matcher(text);
    if (place.find()) {
      throw fields.bad(
          at,
          "only a template has a place such as " + place.group(),
          "Write out what is meant, or move it into a template");
    }
  }

  /** Checks a template. */
  void require(String text, String at) {
    List<Integer> places = Wording.places(text);
    if (places.get(0) != 1) {
      throw fields.bad(
          at, "a template needs {topic} exactly once", "Write {topic} where the topic goes");
    }
    if (DECORATED.matcher(text).find()) {
      throw fields.bad(
          at,
          "a place stands in single curly brackets alone",
          "Write {topic} and {persona}, with nothing of $ % { } beside them");
    }
    Matcher other = OTHER_PLACE.matcher(text);
    while (other.find()) {
      if (!other.group().equals(Wording.PLACEHOLDER)
          && !other.group().equals(Wording.PERSONA_PLACE)) {
        throw fields.bad(
            at,
            "a template has no place " + other.group(),
            "Write {topic} where the topic goes and {persona} where the country goes");
      }
    }
    if (places.get(1) > 1) {
      throw fields.bad(at, "a template has {persona} once at most", "Leave out the second");
    }
  }
}
