package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polarbeam.files.InputException;

/**
 * A model in the notation of R and patsy: {@code y ~ a + b:c + d*e + (1 | g)}. Columns of text, and
 * those in {@code C(...)}, are factors with treatment coding; {@code C(language, da)} names the
 * reference, which is the first level by its name otherwise. {@code 0 +} or {@code - 1} leaves the
 * intercept out.
 *
 * @param text as it was given
 * @param outcome the column explained
 * @param terms each the columns whose product it is; the empty one is the intercept
 * @param factors columns named as factors, with their references; empty text for the first level
 * @param groups columns with random intercepts
 */
public record Formula(
    String text,
    String outcome,
    List<Set<String>> terms,
    Map<String, String> factors,
    List<String> groups) {
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]*");
  private static final Pattern RANDOM = Pattern.compile("\\(\\s*1\\s*\\|\\s*([^()|]*?)\\s*\\)");
  private static final Pattern FACTOR =
      Pattern.compile("C\\(\\s*([^(),]+?)\\s*(?:,\\s*(.+?)\\s*)?\\)");
  private static final Pattern TREATMENT =
      Pattern.compile("Treatment\\s*\\(\\s*(?:reference\\s*=\\s*)?(.*?)\\s*\\)");
  private static final int MOST_GROUPS = 4;
  private static final int MOST_CROSSED = 6;

  /**
   * Reads one.
   *
   * @throws InputException when it is none
   */
  public static Formula parse(String text) {
    return new Parser(text).parse();
  }

  /** Every column that it needs. */
  public Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>(Set.of(outcome));
    terms.forEach(columns::addAll);
    columns.addAll(groups);
    return columns;
  }

  private static final class Parser {
    private final String text;
    private final Set<Set<String>> terms = new LinkedHashSet<>();
    private final Map<String, String> factors = new LinkedHashMap<>();
    private final List<String> groups = new ArrayList<>();

    Parser(String text) {
      this.text = text;
    }

    Formula parse() {
      String[] sides = text.split("~", -1);
      if (sides.length != 2) {
        throw bad("it has " + (sides.length - 1) + " tildes", "Write outcome ~ terms");
      }
      String outcome = name(sides[0].strip());
      String right = random(sides[1]);
      right = factors(right);
      terms.add(Set.of());
      for (String part : right.replace("-", "+-").split("\\+", -1)) {
        add(part.strip());
      }
      if (terms.isEmpty()) {
        throw bad("it explains " + outcome + " by nothing", "Name a term, or 1 for the intercept");
      }
      for (Set<String> term : terms) {
        if (term.contains(outcome)) {
          throw bad(outcome + " is to explain itself", "Name other columns");
        }
      }
      return new Formula(text, outcome, List.copyOf(terms), factors, groups);
    }

    /** Takes out the random intercepts. */
    private String random(String right) {
      Matcher random = RANDOM.matcher(right);
      StringBuilder rest = new StringBuilder();
      while (random.find()) {
        String group = name(random.group(1));
        if (groups.contains(group)) {
          throw bad("(1 | " + group + ") is there twice", "Leave one out");
        }
        groups.add(group);
        random.appendReplacement(rest, "");
      }
      random.appendTail(rest);
      if (rest.indexOf("|") >= 0) {
        throw bad("of random effects there are intercepts alone", "Write (1 | column) for each");
      }
      if (groups.size() > MOST_GROUPS) {
        throw bad("it has " + groups.size() + " random intercepts", "Leave some out");
      }
      return rest.toString();
    }

    /** Takes the marks of factors off. */
    private String factors(String right) {
      Matcher factor = FACTOR.matcher(right.replaceAll(TREATMENT.pattern(), "$1"));
      StringBuilder rest = new StringBuilder();
      while (factor.find()) {
        String column = name(factor.group(1));
        String reference = factor.group(2) == null ? "" : factor.group(2).replaceAll("['\"]", "");
        String before = factors.put(column, reference);
        if (before != null && !before.equals(reference)) {
          throw bad(column + " has two references", "Give one");
        }
        factor.appendReplacement(rest, Matcher.quoteReplacement(column));
      }
      return factor.appendTail(rest).toString();
    }

    private void add(String part) {
      switch (part) {
        case "", "1" -> {
          // nothing, or the intercept, which is there
        }
        case "0", "-1", "- 1" -> terms.remove(Set.of());
        default -> {
          if (part.startsWith("-")) {
            throw bad("'" + part + "' takes a term away", "Name the terms that are to stay");
          }
          expand(part);
        }
      }
    }

    /** {@code a*b} is {@code a + b + a:b}. */
    private void expand(String part) {
      List<Set<String>> crossed = new ArrayList<>();
      crossed.add(Set.of());
      String[] factored = part.split("\\*", -1);
      if (factored.length > MOST_CROSSED) {
        throw bad("it crosses " + factored.length + " columns", "Cross fewer");
      }
      for (String product : factored) {
        Set<String> columns = new LinkedHashSet<>();
        for (String column : product.split(":", -1)) {
          columns.add(name(column.strip()));
        }
        for (Set<String> before : List.copyOf(crossed)) {
          Set<String> both = new LinkedHashSet<>(before);
          both.addAll(columns);
          crossed.add(both);
        }
      }
      crossed.subList(1, crossed.size()).stream()
          .sorted(java.util.Comparator.comparingInt(Set::size))
          .forEach(terms::add);
    }

    private String name(String text) {
      if (!NAME.matcher(text).matches()) {
        throw bad(
            text.isEmpty() ? "a name is missing" : "'" + text + "' is no name of a column",
            "Use names of columns, + : * 0 1, C(column, reference) and (1 | column)");
      }
      return text;
    }

    private InputException bad(String problem, String remedy) {
      return new InputException(
          "The formula " + text.strip() + ": " + problem + ". " + remedy + ".");
    }
  }
}
