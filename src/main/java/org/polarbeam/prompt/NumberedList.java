package org.polarbeam.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  /** A number with the mark that ends it, in any script; ordinals and table rows too. */
  private static final Pattern NUMBER =
      Pattern.compile(
          BEFORE
              + "\\|?\\s*(\\p{Nd}{1,2}|[\\u2460-\\u2473])(?:\\s*(?:\\*\\*|__)?\\s*"
              + "([.)．）\\]、:：。।۔|](?:[ºª°]|-(?=\\s))?|\\ufe0f?\\u20e3"
              + "|[-–—](?=[\\s*_]*[\\p{L}\"“«„]))(?!\\p{Nd})"
              + "|(?<=[\\u2460-\\u2473]))(.*)$");

  /**
   * A number that one or two words announce, with a blank or without, such as {@code **Interview 1:
   * Anna**}.
   */
  private static final Pattern ANNOUNCED =
      Pattern.compile(
          BEFORE
              + "(?:[\\p{L}\\p{M}]{1,30}+\\s+){0,4}[\\p{L}\\p{M}]{1,30}+\\s*[#№]?(\\p{Nd}{1,2})\\s*(?:\\*\\*|__)?\\s*"
              + "([:.)．）、：–—-]|(?=[(（])|$)(?!\\p{Nd})(.*)$");

  /** A person by a letter, such as {@code **Person A:**}. */
  private static final Pattern LETTERED =
      Pattern.compile(
          BEFORE + "(?:[\\p{L}\\p{M}]{2,30}\\s+)([A-Z])\\s*(?:\\*\\*|__)?\\s*([:：])(.*)$");

  private static final Pattern TAGGED =
      Pattern.compile("^\\s*<([^<>/]{1,30})>\\s*(.+?)\\s*</\\1>\\s*$");

  /** Numbers in words of Chinese and Japanese. */
  private static final Pattern HAN =
      Pattern.compile(
          BEFORE
              + "第?([一二三四五六七八九十]{1,3})"
              + "(?:(?<=第[一二三四五六七八九十]{1,3})\\p{IsHan}{1,6}|位|名|个|人)?([、.．:：)）,，])(.*)$");

  private static final String HAN_DIGITS = "一二三四五六七八九";

  private static final Pattern LETTER = Pattern.compile(BEFORE + "([A-Za-z])([.)])\\s+(.*)$");

  private static final Pattern ROMAN =
      Pattern.compile(BEFORE + "([IVX]{1,5}|[ivx]{1,5})([.)])\\s+(.*)$");

  private static final List<String> ROMANS =
      List.of(
          "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
          "XV");

  /** A line that only separates, such as {@code ---}, or has marks alone. */
  private static final Pattern RULE = Pattern.compile("^[\\s\\-*_=#>]*$");

  /** A title of a part of the list. */
  private static final Pattern TITLE =
      Pattern.compile("^\\s*(#+ .*|\\*\\*[^*]{1,80}\\*\\*:?\\s*)$");

  private static final Pattern BULLET = Pattern.compile("^\\s*[-*•–]\\s.*");

  /** A longer first line of an item has said something; a shorter one may be a name alone. */
  private static final int LONGEST_NAME = 60;

  /** An unfinished last item so many times shorter than the others says nothing yet. */
  private static final int FRAGMENT = 4;

  /** So many interviews are usually asked for; after as many a list that begins anew is another. */
  private static final int USUAL = 10;

  /** So many are no headings, and no question and answer. */
  private static final int SEVERAL = 3;

  /** So many numbers may be left out between two items. */
  private static final int GAP = 3;

  private final Pattern marker;
  private final List<String> items = new ArrayList<>();
  private StringBuilder item;
  private final List<String> afterBlank = new ArrayList<>();
  private boolean blank;
  private boolean isNested;
  private boolean ended;
  private int indent;
  private int last;
  private String style = "";

  private NumberedList(Pattern marker) {
    this.marker = marker;
  }

  /**
   * The items in order, without their numbers, marks and tags; empty where there is no list. A list
   * starts with 1; numbers that do not go on from there, or are of a list within an item, belong to
   * the text.
   */
  public static List<String> read(String text) {
    String answer = Thoughts.without(text);
    List<String> json = ListText.ofJson(answer);
    if (json.size() > 1) {
      return json.stream().map(ItemText::of).filter(i -> !i.isEmpty()).toList();
    }
    List<String> found = List.of();
    for (List<String> lines : ListText.parts(ListText.lines(answer))) {
      found = longest(lines);
      if (found.size() > 1) {
        return found; // a list outside of fences is the one
      }
    }
    return found;
  }

  /** Whether a text has placeholders, or the line of the prompt that asks for the list's form. */
  public static boolean isEcho(String text) {
    return ListText.lines(text).stream()
        .map(NUMBER::matcher)
        .anyMatch(m -> m.matches() && !m.group(4).isBlank() && ItemText.of(m.group(4)).isEmpty());
  }

  /**
   * Numbers first; letters and words within such a list are its own, unless one or two numbers are
   * but headings over them, as in {@code 1. Summary of Interviews:}.
   */
  private static List<String> longest(List<String> lines) {
    List<String> found = new NumberedList(NUMBER).items(lines);
    if (found.size() >= SEVERAL) {
      return found;
    }
    List<String> announced = new NumberedList(ANNOUNCED).items(lines);
    if (announced.size() >= SEVERAL * Math.max(1, found.size())) {
      return announced;
    }
    if (found.size() > 1) {
      return found;
    }
    if (announced.isEmpty()) {
      List<String> lettered = new NumberedList(LETTERED).items(lines);
      if (lettered.size() >= SEVERAL) {
        return lettered;
      }
    }
    found = announced.size() > found.size() ? announced : found;
    for (Pattern marker : List.of(HAN, LETTER, ROMAN)) {
      List<String> items = new NumberedList(marker).items(lines);
      // One alone may be somebody's initial.
      found = items.size() > Math.max(1, found.size()) ? items : found;
    }
    return found.isEmpty() ? tagged(lines) : found;
  }

  /** Items that have a tag around each and no number; one alone is a summary of all. */
  private static List<String> tagged(List<String> lines) {
    List<String> items = new ArrayList<>();
    String first = null;
    for (String line : lines) {
      Matcher tag = TAGGED.matcher(line);
      if (tag.matches() && (first == null || first.equals(tag.group(1)))) {
        first = tag.group(1);
        items.add(ItemText.of(tag.group(2)));
      }
    }
    items.removeIf(String::isEmpty);
    return items.size() > 1 ? items : List.of();
  }

  private List<String> items(List<String> lines) {
    for (String line : lines) {
      Matcher start = marker.matcher(line);
      if (!ended && start.matches() && starts(start)) {
        endItem(true);
        item = new StringBuilder(start.group(4).strip());
      } else if (RULE.matcher(line).matches()) {
        blank = true;
      } else if (item != null && !ended) {
        add(line);
      }
    }
    endItem(false);
    List<String> read = items.stream().map(ItemText::of).filter(i -> !i.isEmpty()).toList();
    return brokeOff(read) ? read.subList(0, read.size() - 1) : read;
  }

  /** Whether the last item is the mere beginning of one: a name, or less. */
  private static boolean brokeOff(List<String> items) {
    if (items.size() < 2 || ItemText.isWhole(items.get(items.size() - 1))) {
      return false;
    }
    double others = 0;
    for (String other : items.subList(0, items.size() - 1)) {
      others += other.length();
    }
    return items.get(items.size() - 1).length() * FRAGMENT < others / (items.size() - 1);
  }

  /** Whether a number starts the next item. */
  private boolean starts(Matcher start) {
    int number = number(start.group(2));
    String mark = start.group(1).strip() + start.group(3);
    int in = start.group(1).length() - start.group(1).stripLeading().length();
    boolean first = item == null;
    boolean next = number == last + 1;
    if (first && number != 1) {
      return false;
    }
    if (!first && in > indent + 1) {
      // Further in, a list within the item counts from 1; what goes on counting is the list itself.
      isNested |= number == 1;
      if (isNested || !next) {
        return false;
      }
    } else {
      isNested = false;
    }
    boolean near = number > last && number <= last + 1 + GAP && mark.equals(style);
    boolean again = number == 1 && mark.equals(style);
    if (!first && !next && !near && !again) {
      return false;
    }
    if (!first && again && !next && items.size() + 1 >= USUAL) {
      ended = true; // a whole list is there, and another follows
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
            && (ItemText.of(item.toString()).isEmpty()
                || item.toString().matches("(?s).*[:：*)）\\p{L}]$"));
    return Character.isWhitespace(line.charAt(0)) || BULLET.matcher(line).matches() || onlyTitle;
  }

  private int number(String text) {
    if (marker == HAN) {
      int tens = text.indexOf('十');
      return tens < 0
          ? HAN_DIGITS.indexOf(text.charAt(text.length() - 1)) + 1
          : 10 * (tens == 0 ? 1 : HAN_DIGITS.indexOf(text.charAt(0)) + 1)
              + (tens == text.length() - 1 ? 0 : HAN_DIGITS.indexOf(text.charAt(tens + 1)) + 1);
    }
    if (marker == LETTER || marker == LETTERED) {
      return Character.toLowerCase(text.charAt(0)) - 'a' + 1;
    }
    return marker == ROMAN
        ? ROMANS.indexOf(text.toUpperCase(Locale.ROOT)) + 1
        : ListText.number(text);
  }
}
