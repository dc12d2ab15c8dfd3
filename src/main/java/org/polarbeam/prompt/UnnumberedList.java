package org.polarbeam.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads lists without numbers: an item a tag, a bullet or a person by name. They are lists only
 * where there is little else: among other text such lines are something else.
 */
final class UnnumberedList {
  private static final Pattern TAGGED = Pattern.compile("^\\s*+<([^<>/]{1,30})>(.+)</\\1>\\s*+$");

  /** A bullet with its text; what stands before the text is the same in all of a list. */
  private static final Pattern BULLET =
      Pattern.compile("^(\\s*(?:[-*•–—▪◦‣·]\\s+|[・●■◆○]\\s*))(\\S.*)$");

  /** Somebody with an age: Anna (34, teacher): … */
  private static final Pattern AGED =
      Pattern.compile(
          "^(\\s*(?:\\*\\*|__)?)\\p{L}[^:：*|(（]{0,40}[(（,،，、]\\s*[^:：*|]{0,30}?\\p{Nd}{2,3}(?!\\p{Nd})"
              + "[^:：*|]{0,40}(?:\\*\\*|__)?\\s*[:：](?:\\*\\*|__)?(.*)$");

  /** Somebody in bold type: **Anna**: … */
  private static final Pattern BOLD =
      Pattern.compile("^(\\s*\\*\\*)[^*:：|]{1,60}(?:[:：]\\*\\*|\\*\\*\\s*[:：])(.*)$");

  private static final Pattern TABLE_RULE = Pattern.compile("^\\s*\\|[\\s:|-]*-[\\s:|-]*$");

  private static final Pattern INDENTED = Pattern.compile("^\\s+\\S.*$");

  private static final int SEVERAL = 3;

  /** So many in bold type are people; fewer may be arguments for and against. */
  private static final int MANY = 5;

  /** So many lines beside a list are a heading and a remark. */
  private static final int MOST_AROUND = 2;

  private UnnumberedList() {}

  /** The items; empty where there is no such list. */
  static List<String> read(List<String> lines) {
    List<String> tagged = tagged(lines);
    if (tagged.size() > 1) {
      return tagged; // one alone is a summary of all
    }
    if (Refusals.isOne(String.join("\n", lines))) {
      return List.of();
    }
    List<String> rows = rows(lines);
    if (rows.size() >= SEVERAL) {
      return rows;
    }
    List<String> bulleted = among(lines, BULLET, SEVERAL);
    List<String> aged = bulleted.isEmpty() ? among(lines, AGED, SEVERAL) : bulleted;
    return aged.isEmpty() ? among(lines, BOLD, MANY) : aged;
  }

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
    return items;
  }

  /** The rows of a table: of each the longest field, in which somebody says something. */
  private static List<String> rows(List<String> lines) {
    List<String> said = new ArrayList<>();
    boolean isBelow = false;
    int around = 0;
    for (String line : lines) {
      if (!line.strip().startsWith("|")) {
        around += line.isBlank() ? 0 : 1;
      } else if (TABLE_RULE.matcher(line).matches()) {
        isBelow = true;
      } else if (isBelow) {
        String longest = "";
        for (String field : line.split("\\|")) {
          longest = field.strip().length() > longest.length() ? field.strip() : longest;
        }
        said.add(ItemText.of(longest));
      }
    }
    said.removeIf(String::isEmpty);
    return around <= MOST_AROUND ? said : List.of();
  }

  private static List<String> among(List<String> lines, Pattern mark, int least) {
    List<StringBuilder> items = new ArrayList<>();
    int around = 0;
    String begin = null;
    for (String line : lines) {
      Matcher start = mark.matcher(line);
      StringBuilder last = items.isEmpty() ? null : items.get(items.size() - 1);
      if (start.matches() && (begin == null || begin.equals(start.group(1)))) {
        begin = start.group(1);
        items.add(new StringBuilder(start.group(2).strip()));
      } else if (last != null
          && !line.isBlank()
          && (last.isEmpty() || INDENTED.matcher(line).matches())) {
        last.append(last.isEmpty() ? "" : " ").append(line.strip());
      } else if (!NumberedList.RULE.matcher(line).matches()
          && !NumberedList.TITLE.matcher(line).matches()) {
        around++;
      }
    }
    List<String> read =
        items.stream().map(i -> ItemText.of(i.toString())).filter(i -> !i.isEmpty()).toList();
    return read.size() >= least && around <= MOST_AROUND ? read : List.of();
  }
}
