package org.polarbeam.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the items of a numbered list as models write it: with preambles, headings, bold marks
 * around the number or the name, {@code 1.} or {@code 1)}, text on the lines below, nested bullets,
 * and closing remarks that belong to no item.
 */
public final class NumberedList {
  /** A number with its mark at the start of a line, perhaps after heading, quote or bold marks. */
  private static final Pattern START =
      Pattern.compile("^[\\s>#*_]*(\\p{Nd}{1,2})\\s*(?:\\*\\*|__)?\\s*[.)．）、:](?!\\p{Nd})(.*)$");

  /** A line that only separates, such as {@code ---}. */
  private static final Pattern RULE = Pattern.compile("^\\s*([-*_=])(\\s*\\1){2,}\\s*$");

  private static final Pattern MARKS = Pattern.compile("\\*\\*|__|^\\s*[*_]+|[*_]+\\s*$");

  private NumberedList() {}

  /**
   * The items in order, without their numbers and bold marks; empty where there is no list. A list
   * starts with 1 and counts up by one; other numbers at the start of a line belong to the text.
   */
  public static List<String> read(String text) {
    List<String> items = new ArrayList<>();
    StringBuilder item = null;
    boolean blankBefore = false;
    for (String line : text.lines().toList()) {
      Matcher start = START.matcher(line);
      if (start.matches() && number(start.group(1)) == items.size() + (item == null ? 1 : 2)) {
        if (item != null) {
          items.add(item.toString());
        }
        item = new StringBuilder(start.group(2).strip());
      } else if (line.isBlank() || RULE.matcher(line).matches()) {
        blankBefore = true;
        continue;
      } else if (item != null && (!blankBefore || continues(line, item))) {
        item.append(item.isEmpty() ? "" : " ").append(line.strip());
      }
      blankBefore = false;
    }
    if (item != null) {
      items.add(item.toString());
    }
    return items.stream()
        .map(i -> MARKS.matcher(i).replaceAll("").strip())
        .filter(i -> !i.isEmpty())
        .toList();
  }

  /** After a blank line only indented text, bullets, or the text of a bare title go on an item. */
  private static boolean continues(String line, CharSequence item) {
    boolean indented = Character.isWhitespace(line.charAt(0));
    boolean bullet = line.matches("^\\s*[-*•–]\\s.*");
    boolean onlyTitle =
        item.length() < 60 && (item.isEmpty() || item.toString().matches("(?s).*[:*\\p{L})]$"));
    return indented || bullet || onlyTitle;
  }

  private static int number(String digits) {
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = 10 * value + Character.digit(digits.charAt(i), 10);
    }
    return value;
  }
}
