package org.polarbeam.prompt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a list's item without what is not said in it: marks of bold and italic, the tags that
 * the prompt's format line has and models repeat, and placeholders that nothing was put in place
 * of.
 */
final class ItemText {
  /** Bold and italic marks, but no star or underscore that stands for itself. */
  private static final Pattern MARKS =
      Pattern.compile(
          "\\*+(?=\\S)|(?<=\\S)\\*+|(?<![\\p{L}\\p{Nd}])_+(?=\\S)|(?<=\\S)_+(?![\\p{L}\\p{Nd}])"
              + "|^\\s*[*_]+|[*_]+\\s*$");

  private static final Pattern FIRST_TAG = Pattern.compile("\\A\\s*</?([^<>\\n]{1,60})>");
  private static final Pattern LAST_TAG = Pattern.compile("</[^<>\\n]{0,40}>?\\s*\\z");

  private static final Pattern OPEN_TAG = Pattern.compile("<[^<>\\n]{1,30}>\\s*\\z");

  /** Nothing but what stands for something else: [summary], {summary}, dots. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "[\\[({][^\\])}]{1,60}[\\])}]|[.…·\\s]+"
              + "|(?:\\.{2,}|…)\\s*(?:\\p{L}{1,12}\\s+)?\\p{Nd}{0,3}[.):]?");

  /** How a sentence ends, quotes and brackets behind it aside. */
  private static final Pattern ENDED =
      Pattern.compile("(?s).*[.!?…。！？؟।۔｡။។።։།][\\p{Pe}\\p{Pf}\\p{Pi}\"'\\s]*$");

  /** A longer text between angle brackets is said, and no name of what is to be said. */
  private static final int LONG_TAG = 25;

  private ItemText() {}

  /** What the item says; empty for a placeholder. */
  static String of(String item) {
    String text = withoutTags(item.strip());
    boolean some = text.indexOf('*') >= 0 || text.indexOf('_') >= 0;
    text = (some ? MARKS.matcher(text).replaceAll("") : text).strip();
    boolean isNone = PLACEHOLDER.matcher(OPEN_TAG.matcher(text).replaceFirst("").strip()).matches();
    return isNone ? "" : text;
  }

  private static String withoutTags(String item) {
    if (item.indexOf('<') < 0) {
      return item;
    }
    String text = item;
    for (Matcher tag = FIRST_TAG.matcher(text); tag.find(); tag = FIRST_TAG.matcher(text)) {
      String inside = tag.group(1);
      String rest = text.substring(tag.end()).strip();
      if (rest.isEmpty() && inside.length() > LONG_TAG && isWhole(inside)) {
        return inside.strip();
      }
      text = rest;
    }
    text = LAST_TAG.matcher(text).replaceFirst("").strip();
    return text.startsWith("<") && text.indexOf('>') < 0 ? text.substring(1) : text;
  }

  /** Whether a text ends as a sentence does. */
  static boolean isWhole(String text) {
    return ENDED.matcher(text).matches();
  }
}
