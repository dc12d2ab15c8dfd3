package org.polarbeam.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the items of a numbered list as models write it: with preambles, headings, bold marks
 * around the number or the name, digits of any script, {@code 1.}, {@code 1)}, {@code 1 -} or
 * {@code Interview 1:}, text on the lines below, nested lists, numbers left out or begun again, and
 * closing remarks that belong to no item. The last item of an answer that broke off is left out
 * while it is hardly begun.
 */
public final class NumberedList {
  /** What models put before a number: quote, heading, bullet and bold marks, directional marks. */
  private static final String BEFORE = "^([\\s>#*_•\\u200e\\u200f-]*)[(（\\[]?";

  /** A number with the mark that ends it. */
  private static final Pattern NUMBER =
      Pattern.compile(
          BEFORE
              + "(\\p{Nd}{1,2}|[\\u2460-\\u2473])(?:\\s*(?:\\*\\*|__)?\\s*"
              + "([.)．）\\]、:：]|\\ufe0f?\\u20e3|[-–—](?=[\\s*_]*[\\p{L}\"“«„]))(?!\\p{Nd})"
              + "|(?<=[\\u2460-\\u2473]))(.*)$");

  /** A number that one or two words announce, such as {@code **Interview 1: Anna**}. */
  private static final Pattern ANNOUNCED =
      Pattern.compile(
          BEFORE
              + "(?:[\\p{L}\\p{M}]+\\s+){1,2}#?(\\p{Nd}{1,2})\\s*(?:\\*\\*|__)?\\s*"
              + "([:.)．）、：–—-]|(?=[(（])|$)(?!\\p{Nd})(.*)$");

  /** A line that only separates, such as {@code ---}, or has marks alone. */
  private static final Pattern RULE = Pattern.compile("^[\\s\\-*_=#>]*$");

  /** A title of a part of the list. */
  private static final Pattern TITLE =
      Pattern.compile("^\\s*(#+ .*|\\*\\*[^*]{1,80}\\*\\*:?\\s*)$");

  private static final Pattern BULLET = Pattern.compile("^\\s*[-*•–]\\s.*");

  /** Bold and italic marks, but no star or underscore that stands for itself. */
  private static final Pattern MARKS =
      Pattern.compile(
          "\\*+(?=\\S)|(?<=\\S)\\*+|(?<![\\p{L}\\p{Nd}])_+(?=\\S)|(?<=\\S)_+(?![\\p{L}\\p{Nd}])"
              + "|^\\s*[*_]+|[*_]+\\s*$");

  /** How a sentence ends, quotes and brackets behind it aside. */
  private static final Pattern ENDED =
      Pattern.compile("(?s).*[.!?…。！？؟।۔][\\p{Pe}\\p{Pf}\\p{Pi}\"'\\s]*$");

  /** What a reasoning model thinks before it answers. */
  private static final Pattern THOUGHT =
      Pattern.compile("\\A\\s*<think>.*?(</think>|\\z)", Pattern.DOTALL);

  /** A longer first line of an item has said something; a shorter one may be a name alone. */
  private static final int LONGEST_NAME = 60;

  /** An unfinished last item so many times shorter than the others says nothing yet. */
  private static final int FRAGMENT = 4;

  /** So many numbers may be left out between two items. */
  private static final int GAP = 3;

  private final Pattern marker;
  private final List<String> items = new ArrayList<>();
  private StringBuilder item;
  private final List<String> afterBlank = new ArrayList<>();
  private boolean blank;
  private int indent;
  private int last;
  private String style = "";

  private NumberedList(Pattern marker) {
    this.marker = marker;
  }

  /**
   * The items in order, without their numbers and bold marks; empty where there is no list. A list
   * starts with 1; numbers that do not go on from there, or stand further in, belong to the text.
   */
  public static List<String> read(String text) {
    String answer = THOUGHT.matcher(text).replaceFirst("");
    List<String> numbered = new NumberedList(NUMBER).items(answer);
    if (numbered.size() > 1) {
      return numbered;
    }
    List<String> announced = new NumberedList(ANNOUNCED).items(answer);
    return announced.size() > numbered.size() ? announced : numbered;
  }

  private List<String> items(String text) {
    for (String line : text.lines().toList()) {
      Matcher start = marker.matcher(line);
      if (start.matches() && starts(start)) {
        endItem(true);
        item = new StringBuilder(start.group(4).strip());
      } else if (RULE.matcher(line).matches()) {
        blank = true;
      } else if (item != null) {
        add(line);
      }
    }
    endItem(false);
    List<String> read =
        items.stream().map(NumberedList::withoutMarks).filter(i -> !i.isEmpty()).toList();
    return brokeOff(read) ? read.subList(0, read.size() - 1) : read;
  }

  private static String withoutMarks(String item) {
    boolean some = item.indexOf('*') >= 0 || item.indexOf('_') >= 0;
    return (some ? MARKS.matcher(item).replaceAll("") : item).strip();
  }

  /** Whether the last item is the mere beginning of one: a name, or less. */
  private static boolean brokeOff(List<String> items) {
    if (items.size() < 2 || isWhole(items.get(items.size() - 1))) {
      return false;
    }
    double others = 0;
    for (String other : items.subList(0, items.size() - 1)) {
      others += other.length();
    }
    return items.get(items.size() - 1).length() * FRAGMENT < others / (items.size() - 1);
  }

  /** Whether a text ends as a sentence does. */
  static boolean isWhole(String text) {
    return ENDED.matcher(text).matches();
  }

  /** Whether a number starts the next item. */
  private boolean starts(Matcher start) {
    int number = number(start.group(2));
    String mark = start.group(1).strip() + start.group(3);
    int in = start.group(1).length() - start.group(1).stripLeading().length();
    boolean first = item == null;
    if (first ? number != 1 : in > indent + 1) {
      return false;
    }
    boolean next = number == last + 1;
    boolean near = number > last && number <= last + 1 + GAP && mark.equals(style);
    boolean again = number == 1 && mark.equals(style);
    if (!first && !next && !near && !again) {
      return false;
    }
    indent = first ? in : indent;
    last = number;
    style = mark;
    return true;
  }

  private void add(String line) {
    if (!blank && afterBlank.isEmpty()) {
      append(line);
    } else if (afterBlank.isEmpty() && continues(line)) {
      append(line);
    } else {
      afterBlank.add(line);
    }
    blank = false;
  }

  private void append(String line) {
    item.append(item.isEmpty() ? "" : " ").append(line.strip());
  }

  /** Paragraphs between two items belong to the first; those after the last may be a remark. */
  private void endItem(boolean another) {
    if (item != null) {
      if (another) {
        afterBlank.stream().filter(l -> !TITLE.matcher(l).matches()).forEach(this::append);
      }
      items.add(item.toString());
    }
    afterBlank.clear();
    blank = false;
  }

  /** After a blank line only indented text, bullets, or the text of a bare title go on an item. */
  private boolean continues(String line) {
    boolean onlyTitle =
        item.length() < LONGEST_NAME
            && (item.isEmpty() || item.toString().matches("(?s).*[:：*)）\\p{L}]$"));
    return Character.isWhitespace(line.charAt(0)) || BULLET.matcher(line).matches() || onlyTitle;
  }

  private static int number(String digits) {
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = 10 * value + Character.getNumericValue(digits.charAt(i));
    }
    return value;
  }
}
