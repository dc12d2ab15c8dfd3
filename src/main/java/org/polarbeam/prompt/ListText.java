package org.polarbeam.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer as lines of which each holds at most one item of its list, whatever it came as: lines
 * broken by other signs than a line feed, HTML, a list run together on one line, code fences.
 */
final class ListText {
  private static final Pattern BREAK = Pattern.compile("[\\u2028\\u2029\\u0085\\u000b\\f]");
  private static final Pattern BLANK = Pattern.compile("[\\u00a0\\u202f\\u2007\\u3000]");

  /** More say no more, and cost patterns their time. */
  private static final Pattern MANY_BLANKS = Pattern.compile("[ \t]{9,}");

  private static final Pattern LIST_ITEM = Pattern.compile("(?i)<li\\b[^>]{0,200}>");
  private static final Pattern BLOCK =
      Pattern.compile("(?i)</?(?:ol|ul|li|p|br|div|h[1-6])\\b[^>]{0,200}>");

  /** A page's paragraphs, with or without a list. */
  private static final Pattern HTML = Pattern.compile("(?i)<(?:p|br|div|h[1-6])\\b[^>]{0,200}>");

  private static final Pattern STYLE =
      Pattern.compile("(?i)</?(?:strong|b|em|i|u|span)(?:\\s[^>]{0,200})?>");

  private static final Pattern FENCE = Pattern.compile("^\\s*(?:```|~~~).*$");

  /** A number escaped, as in Markdown that must not become a list. */
  private static final Pattern ESCAPED = Pattern.compile("(\\p{Nd})\\\\([.)])");

  /** A tag that stands before a number. */
  private static final Pattern TAGGED =
      Pattern.compile("^\\s*<[^<>]{1,60}>\\s*(?=[(*]{0,3}\\p{Nd})");

  /** A number with the word or sign for number before it: Nr. 1:, №1, No. 1, n° 1. */
  private static final Pattern NUMERO =
      Pattern.compile(
          "^([\\s>#*_•-]*+)(?:(?:[Nn][ro]\\.|[Nn]\\.?[º°]|№)\\s*(\\p{Nd}{1,2})(?!\\p{Nd})\\s*"
              + "(?:[.:)]|(?=[\\s*]|$))|[Nn][ro]\\s*(\\p{Nd}{1,2})(?!\\p{Nd})\\s*[.:)])(?!\\p{Nd})");

  /** The same within a word and a number, such as Entretien n° 1. */
  private static final Pattern WORD_NUMERO =
      Pattern.compile(
          "^([\\s>#*_•-]*\\p{L}{2,30}\\s+)(?:[Nn][ro]\\.?|[Nn]\\.?[º°]|№)\\s*(?=\\p{Nd})");

  /** An ordinal by its sign: 1º, 1°. */
  private static final Pattern ORDINAL =
      Pattern.compile("^([\\s>#*_•-]*)(\\p{Nd}{1,2})[ºª°]\\.?(?=\\s)");

  /** A person counted in an East Asian language: 1人目：, 第1位受访者：, 【1人目】. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "^([\\s>#*_•-]*)【?第?(\\p{Nd}{1,2})(?:人目|番目|[位名个個]|번째?)(?:\\p{IsHan}{0,6}| \\p{IsHangul}{1,6})"
              + "\\s*(?:[(（][^()（）]{1,40}[)）])?\\s*[:：】]");

  /** So many numbers in their order on a line are a list, whole sentences between them or not. */
  private static final int RUN = 4;

  /** So many behind words are a list. */
  private static final int LEAST = 3;

  /** A number with its mark, bold or not, or a circled one that needs no mark. */
  private static final String COUNT =
      "\\(?(\\p{Nd}{1,2}(?=\\s?(?:[.)．）、:：。।۔](?!\\p{Nd})|[-–](?=\\s)))|[\\u2460-\\u2473])"
          + "(?:\\s?[.)．）、:：。।۔]|[-–])?(?:\\*\\*|__)?";

  /** A number in the middle of a line that may begin an item. */
  private static final Pattern INLINE =
      Pattern.compile("(?:(?<=[\\s>。！？；;，,、।۔])(?:\\*\\*|__)?|(?=[\\u2460-\\u2473]))" + COUNT);

  private static final Pattern FIRST = Pattern.compile("^[\\s>#*_•\\u200e\\u200f-]*" + COUNT);

  private ListText() {}

  /** The lines of an answer without its thoughts. */
  static List<String> lines(String answer) {
    String text = BLANK.matcher(BREAK.matcher(answer).replaceAll("\n")).replaceAll(" ");
    text = MANY_BLANKS.matcher(text).replaceAll("        ");
    if (LIST_ITEM.matcher(text).find() || HTML.matcher(text).find()) {
      text = ofHtml(text);
    }
    List<String> lines = new ArrayList<>();
    boolean isCounted = false;
    for (String line : text.lines().toList()) {
      String plain = ESCAPED.matcher(line).replaceAll("$1$2");
      plain = TAGGED.matcher(plain).replaceFirst("");
      plain = NUMERO.matcher(plain).replaceFirst("$1$2$3. ");
      plain = WORD_NUMERO.matcher(plain).replaceFirst("$1");
      plain = ORDINAL.matcher(plain).replaceFirst("$1$2.");
      plain = COUNTED.matcher(plain).replaceFirst("$1$2. ");
      isCounted |= FIRST.matcher(plain).find();
      lines.addAll(split(plain));
    }
    return isCounted ? lines : lines.stream().flatMap(l -> behindWords(l).stream()).toList();
  }

  /** A line of words, behind which the whole list stands: Here they are: (1) … (2) … (3) … */
  private static List<String> behindWords(String line) {
    Matcher next = INLINE.matcher(line);
    while (next.find()) {
      if (number(next.group(1)) == 1 && run(line, 1, next.end()) >= LEAST) {
        List<String> parts = new ArrayList<>(List.of(line.substring(0, next.start())));
        parts.addAll(split(line.substring(next.start())));
        return parts;
      }
    }
    return List.of(line);
  }

  private static String ofHtml(String text) {
    StringBuilder numbered = new StringBuilder();
    Matcher item = LIST_ITEM.matcher(text);
    int from = 0;
    for (int n = 1; item.find(); n++) {
      numbered.append(text, from, item.start()).append('\n').append(n).append(". ");
      from = item.end();
    }
    String lines = BLOCK.matcher(numbered.append(text.substring(from))).replaceAll("\n");
    return STYLE.matcher(lines).replaceAll("");
  }

  /** A line at each number that goes on counting behind a whole sentence or a placeholder. */
  private static List<String> split(String line) {
    Matcher first = FIRST.matcher(line);
    if (!first.find()) {
      return List.of(line);
    }
    List<String> parts = new ArrayList<>();
    int number = number(first.group(1));
    int from = 0;
    int said = first.end();
    Matcher next = INLINE.matcher(line);
    boolean isRun = run(line, number, said) >= RUN;
    for (int at = said; next.find(at); at = next.end()) {
      if (number(next.group(1)) == number + 1
          && (isRun || ends(line.substring(said, next.start()).strip()))) {
        parts.add(line.substring(from, next.start()));
        from = next.start();
        said = next.end();
        number++;
      }
    }
    parts.add(line.substring(from));
    return parts;
  }

  /** Whether an item has ended: with a sentence or a clause, with a tag, or with nothing said. */
  private static boolean ends(String said) {
    return ItemText.isWhole(said)
        || said.endsWith("；")
        || said.endsWith(";")
        || said.endsWith(">")
        || ItemText.of(said).isEmpty();
  }

  /** How many numbers go on counting on a line. */
  private static int run(String line, int first, int from) {
    int number = first;
    Matcher next = INLINE.matcher(line);
    for (int at = from; next.find(at); at = next.end()) {
      number += number(next.group(1)) == number + 1 ? 1 : 0;
    }
    return number - first + 1;
  }

  static int number(String digits) {
    int value = 0;
    for (int digit : digits.codePoints().toArray()) {
      value = 10 * value + Character.getNumericValue(digit);
    }
    return value;
  }

  /** The lines outside fences and those within, for answers that have a list in each. */
  static List<List<String>> parts(List<String> lines) {
    List<String> outside = new ArrayList<>();
    List<String> all = new ArrayList<>();
    boolean fenced = false;
    for (String line : lines) {
      if (FENCE.matcher(line).matches()) {
        fenced = !fenced;
        continue;
      }
      all.add(line);
      if (!fenced) {
        outside.add(line);
      }
    }
    return outside.size() == all.size() ? List.of(all) : List.of(outside, all);
  }
}
