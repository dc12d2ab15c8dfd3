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
  /** A line that only separates, such as {@code ---}, or has marks alone. */
  static final Pattern RULE = Pattern.compile("^[\\s\\-*_=#>]*$");

  /** A title of a part of the list. */
  static final Pattern TITLE = Pattern.compile("^\\s*(#+ .*|\\*\\*[^*]{1,80}\\*\\*:?\\s*)$");

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

  private final ListMark mark;
  private final List<String> items = new ArrayList<>();
  private StringBuilder item;
  private final List<String> afterBlank = new ArrayList<>();
  private boolean blank;
  private boolean isNested;
  private boolean ended;
  private int indent;
  private int last;
  private String style = "";

  private NumberedList(ListMark mark) {
    this.mark = mark;
  }

  /**
   * The items in order, without their numbers, marks and tags; empty where there is no list. A list
   * starts with 1; numbers that do not go on from there, or are of a list within an item, belong to
   * the text.
   */
  public static List<String> read(String text) {
    String answer = Thoughts.without(text);
    List<String> json = JsonList.read(answer);
    return json.size() > 1
        ? json.stream().map(ItemText::of).filter(i -> !i.isEmpty()).toList()
        : ofLines(answer);
  }

  /** The items of a list that is no JSON. */
  static List<String> ofLines(String answer) {
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
        .map(ListMark.NUMBER::matcher)
        .anyMatch(m -> m.matches() && !m.group(4).isBlank() && ItemText.of(m.group(4)).isEmpty());
  }

  /**
   * Numbers first; letters and words within such a list are its own, unless one or two numbers are
   * but headings over them, as in {@code 1. Summary of Interviews:}.
   */
  private static List<String> longest(List<String> lines) {
    List<String> found = new NumberedList(ListMark.NUMBER).items(lines);
    if (found.size() >= SEVERAL) {
      return found;
    }
    List<String> announced = new NumberedList(ListMark.ANNOUNCED).items(lines);
    if (announced.size() >= SEVERAL * Math.max(1, found.size())) {
      return announced;
    }
    if (found.size() > 1) {
      return found;
    }
    if (announced.isEmpty()) {
      for (ListMark people : List.of(ListMark.LETTERED, ListMark.ORDINAL)) {
        List<String> said = new NumberedList(people).items(lines);
        if (said.size() >= SEVERAL) {
          return said;
        }
      }
    }
    found = announced.size() > found.size() ? announced : found;
    for (ListMark mark : List.of(ListMark.HAN, ListMark.LETTER, ListMark.ROMAN)) {
      List<String> items = new NumberedList(mark).items(lines);
      // One alone may be somebody's initial.
      found = items.size() > Math.max(1, found.size()) ? items : found;
    }
    return found.isEmpty() ? UnnumberedList.read(lines) : found;
  }

  private List<String> items(List<String> lines) {
    for (String line : lines) {
      Matcher start = mark.matcher(line);
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
    int number = mark.number(start.group(2));
    String signs = start.group(1).strip() + start.group(3);
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
    boolean near = number > last && number <= last + 1 + GAP && signs.equals(style);
    boolean again = number == 1 && signs.equals(style);
    if (!first && !next && !near && !again) {
      return false;
    }
    if (!first && again && !next && items.size() + 1 >= USUAL) {
      ended = true; // a whole list is there, and another follows
      return false;
    }
    indent = first ? in : indent;
    last = number;
    style = signs;
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
}
