package org.polarbeam.survey;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Codes of answers, as people list them: {@code 3}, {@code 1..5}, {@code above 5}, {@code below 0}.
 *
 * @param ranges from and to, both included
 */
public record Codes(List<Range> ranges) implements Serializable {
  /** No code. */
  public static final Codes NONE = new Codes(List.of());

  /** As far as codes go. */
  private static final int FAR = 1_000_000;

  private static final Pattern RANGE = Pattern.compile("(-?\\d{1,6})\\s*\\.\\.\\s*(-?\\d{1,6})");
  private static final Pattern BOUND = Pattern.compile("(above|below)\\s+(-?\\d{1,6})");
  private static final Pattern ONE = Pattern.compile("-?\\d{1,6}");

  /** Codes beside each other. */
  public record Range(int from, int to) implements Serializable {
    boolean overlaps(Range other) {
      return from <= other.to && other.from <= to;
    }

    /** Whether it goes on without an end. */
    public boolean isBound() {
      return from <= -FAR || to >= FAR;
    }
  }

  /** Keeps the ranges. */
  public Codes {
    ranges = new ArrayList<>(ranges);
  }

  /**
   * Reads a list.
   *
   * @return null where one of the texts is no code and no range
   */
  public static Codes of(List<String> texts) {
    List<Range> all = new ArrayList<>();
    for (String text : texts) {
      Matcher range = RANGE.matcher(text.strip());
      Matcher bound = BOUND.matcher(text.strip());
      if (ONE.matcher(text.strip()).matches()) {
        int code = Integer.parseInt(text.strip());
        all.add(new Range(code, code));
      } else if (range.matches()) {
        all.add(new Range(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2))));
      } else if (bound.matches()) {
        int at = Integer.parseInt(bound.group(2));
        all.add(bound.group(1).equals("above") ? new Range(at + 1, FAR) : new Range(-FAR, at - 1));
      } else {
        return null;
      }
      Range last = all.get(all.size() - 1);
      if (last.from > last.to) {
        return null;
      }
    }
    return new Codes(all);
  }

  /** Whether a code is one of them. */
  public boolean has(int code) {
    for (Range range : ranges) {
      if (code >= range.from && code <= range.to) {
        return true;
      }
    }
    return false;
  }

  /** Whether a code is in a list or a range with two ends, and not only beyond a bound. */
  public boolean names(int code) {
    return ranges.stream().anyMatch(r -> !r.isBound() && code >= r.from && code <= r.to);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  @Override
  public String toString() {
    List<String> all = new ArrayList<>();
    for (Range r : ranges) {
      all.add(
          r.from == r.to
              ? Integer.toString(r.from)
              : r.to == FAR
                  ? "above " + (r.from - 1)
                  : r.from == -FAR ? "below " + (r.to + 1) : r.from + ".." + r.to);
    }
    return String.join(", ", all);
  }
}
