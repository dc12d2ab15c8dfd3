package org.polarbeam.study;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which answers count for the list that they are: an answer of one item where ten were asked for is
 * a summary of a population, and one of ten like items is a model that repeats itself. Neither says
 * how citizens differ.
 *
 * @param asked how many items the question asks for, by template
 * @param leastShare of the items asked for, that an answer has at least
 * @param leastDistinct of its items, that are different at least
 * @param firstOnly whether of more items than were asked for the first count alone
 */
public record ListRule(
    Map<String, Integer> asked, double leastShare, double leastDistinct, boolean firstOnly)
    implements Serializable {

  /** How many items are asked for where a template does not say. */
  public static final int USUAL = 10;

  /** As many as any template may ask for; what follows in an endless list is not read. */
  public static final int MOST = 50;

  /** Every list counts, whole, as in the paper. */
  public static final String PUBLISHED = "published";

  /** Lists of at least three in ten of the items asked for, at least half of them different. */
  public static final String WHOLE = "whole";

  /** Keeps the numbers in the order of templates. */
  public ListRule {
    asked = new TreeMap<>(asked);
  }

  /** The rule {@link #WHOLE}. */
  public static ListRule whole(Map<String, Integer> asked) {
    return new ListRule(asked, 0.3, 0.5, true);
  }

  /** The rule {@link #PUBLISHED}. */
  public static ListRule published(Map<String, Integer> asked) {
    return new ListRule(asked, 0, 0, false);
  }

  /** How many items a template asks for. */
  public int asked(String template) {
    return asked.getOrDefault(template, USUAL);
  }

  /** Whether so many items are too few for a template. */
  public boolean isFew(int items, String template) {
    return items < leastShare * asked(template);
  }

  /** Whether too few of the items are different. */
  public boolean isAlike(int distinct, int items) {
    return distinct < leastDistinct * items;
  }

  /** How many items of so many count. */
  public int counted(int items, String template) {
    return Math.min(items, firstOnly ? asked(template) : MOST);
  }

  /** The same flags whatever counts: what another study would leave out is told in each. */
  public ListRule ofFlags() {
    return whole(asked);
  }
}
