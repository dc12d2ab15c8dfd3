package org.polarbeam.survey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import org.polarbeam.files.DelimitedLine;
import org.polarbeam.files.InputException;
import org.polarbeam.files.NoCode;

/**
 * Reads rows of a file into a tally. What is the same for many rows is looked up once: who is in
 * the same populations, and what a code means. Mutable; one thread's. How often each code was found
 * is told at the {@link #end}.
 */
public final class RowTally {
  /** No respondent stands for more people, and sums of such weights keep their digits. */
  private static final double HEAVIEST = 1e6;

  /** The square of a smaller one is nothing. */
  private static final double LIGHTEST = 1e-100;

  /** Codes that answers have are below; a question's others are looked up more slowly. */
  private static final int USUAL = 12;

  /** Missing answers have small negative codes. */
  private static final int LEAST_USUAL = -12;

  /** Cells that are known; beyond, members of the same populations are few, and not worth it. */
  private static final int MOST_CELLS = 4_000_000;

  /** Longer than the header by what may stand before it: the mark of an encoding. */
  private static final int HEADER_MARK = 4;

  /** Stands for no code. */
  private static final int BLANK = Integer.MIN_VALUE;

  private final Microdata layout;
  private final int headerLength;
  private final PolarityTally tally;
  private final DelimitedLine fields;
  private final Map<String, Known> known = new HashMap<>();
  private final Column[] columns;
  private final int[] found;
  private final byte[] kept;

  /** Members of the same populations. */
  private static final class Known {
    private final Membership who;
    private final Answers[] cells;

    /** Of the tally; null before one of their rows was read to its end. */
    private Answers respondents;

    private PeopleSample people;

    Known(Membership who, int cells) {
      this.who = who;
      this.cells = new Answers[cells];
    }
  }

  /** A question's column. */
  private static final class Column {
    private final Code[] usual = new Code[USUAL - LEAST_USUAL];
    private final Map<Integer, Code> others = new HashMap<>();
    private long blanks;

    Code code(int number) {
      return number >= LEAST_USUAL && number < USUAL
          ? usual[number - LEAST_USUAL]
          : others.get(number);
    }

    void put(int number, Code code) {
      if (number >= LEAST_USUAL && number < USUAL) {
        usual[number - LEAST_USUAL] = code;
      } else {
        others.put(number, code);
      }
    }
  }

  /** A code that a column has. */
  private static final class Code {
    private final int counted;
    private final boolean isMissing;
    private long n;

    /**
     * A code.
     *
     * @param counted what it is counted as; 0 for no answer
     */
    Code(int counted, boolean isMissing) {
      this.counted = counted;
      this.isMissing = isMissing;
    }
  }

  /** For rows of a file with this layout. */
  public RowTally(Microdata layout, PolarityTally tally) {
    this.layout = layout;
    this.headerLength = layout.first.getBytes(UTF_8).length;
    this.tally = tally;
    this.fields = new DelimitedLine(layout.separator);
    this.columns = new Column[layout.questions.length];
    for (int q = 0; q < columns.length; q++) {
      columns[q] = new Column();
    }
    this.found = new int[columns.length];
    this.kept = new byte[columns.length];
  }

  /**
   * Tallies one respondent. A row that cannot be read is counted with its reason and left out.
   *
   * @param bytes its text in UTF-8
   * @param line the number of the line, for messages; they come in order
   * @throws InputException when the header comes again, as in files put behind each other
   */
  public void add(byte[] bytes, int from, int to, long line) {
    if (isBlank(bytes, from, to)) {
      return;
    }
    boolean isShort = to - from < headerLength + HEADER_MARK;
    if (isShort && text(bytes, from, to).stripTrailing().endsWith(layout.first)) {
      throw InputException.in(
          layout.file,
          "line " + line + " is the header again",
          "Give files that are joined one by one");
    }
    try {
      take(bytes, from, to, line);
    } catch (InputException e) {
      tally.addBadRow(layout.file, line, e.getMessage());
    }
  }

  /** The same of a text. */
  void add(String row, long line) {
    byte[] bytes = row.getBytes(UTF_8);
    add(bytes, 0, bytes.length, line);
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= 0 && bytes[at] <= ' ') {
      at++;
    }
    return at == to;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, UTF_8);
  }

  private void take(byte[] bytes, int from, int to, long line) {
    int count = fields.read(bytes, from, to);
    if (count != layout.columns || fields.isOpen()) {
      throw fields.isOpen()
          ? InputException.in(
              layout.file,
              "line " + line + " ends inside quotes",
              "Close them, or take line breaks out of texts: a respondent is a line")
          : InputException.in(
              layout.file,
              "line " + line + " has " + count + " fields where the header has " + layout.columns,
              "Check for a missing or an unquoted comma");
    }
    Known person = person(line);
    double weight = 1;
    for (int w = 0; w < layout.weights.length; w++) {
      weight *= weight(layout.weights[w], layout.plan.format().weights().get(w), line);
    }
    double ofGroup =
        layout.group < 0
            ? weight
            : weight(layout.group, layout.plan.format().languageWeight(), line);
    for (int q = 0; q < found.length; q++) {
      int code = fields.whole(layout.questions[q]);
      found[q] = code == DelimitedLine.NO_NUMBER ? code(q, line) : code;
    }
    tally.addGoodRow();
    if (person.respondents == null) {
      person.respondents = tally.respondents(person.who);
      person.people = tally.people(person.who.country(), layout.layout);
    }
    person.respondents.add(new Answers.Weight(ofGroup));
    Answers.Weight exact = new Answers.Weight(weight);
    for (int q = 0; q < found.length; q++) {
      int code = counted(q, found[q], line);
      if (code > 0) {
        cell(person, q, code, line).add(exact);
      }
      kept[q] = (byte) Math.min(code, Byte.MAX_VALUE); // usable topics have far lower codes
    }
    person.people.add(weight, kept);
  }

  private Known person(long line) {
    String key = layout.person.key(fields);
    Known person = known.get(key);
    if (person == null) {
      boolean isKept = known.size() < MOST_CELLS / (columns.length * USUAL);
      person = new Known(layout.person.of(fields, line), isKept ? columns.length * USUAL : 0);
      if (isKept) {
        known.put(key, person);
      }
    }
    return person;
  }

  private Answers cell(Known person, int question, int code, long line) {
    int at = question * USUAL + code;
    boolean isUsual = code < USUAL && at < person.cells.length;
    if (isUsual && person.cells[at] != null) {
      return person.cells[at];
    }
    Answers cell = tally.cell(layout.topics[question], code, person.who);
    cell.stands(layout.file, line); // later ones stand below
    if (isUsual) {
      person.cells[at] = cell;
    }
    return cell;
  }

  /**
   * The code to count: as it is where the published rule finds the scale by the codes; 1 for pro
   * and 2 for con where the study names the answers; 0 for no answer.
   */
  private int counted(int question, int code, long line) {
    Column column = columns[question];
    if (code == BLANK) {
      column.blanks++;
      return 0;
    }
    Code its = column.code(code);
    if (its == null) {
      its = meaning(layout.topics[question], code, line);
      column.put(code, its);
    }
    its.n++;
    return its.counted;
  }

  private Code meaning(String topic, int code, long line) {
    AnswerRule rule = layout.plan.answers().get(topic);
    SurveyFormat format = layout.plan.format();
    if (rule == null && format.isPublished()) {
      return new Code(Math.max(0, code), code <= 0);
    }
    AnswerRule.Side side = rule == null ? null : rule.side(topic, code);
    boolean isNamed = side != null && rule.names(code);
    side = !isNamed && format.missing().has(code) ? AnswerRule.Side.MISSING : side;
    if (side == null) {
      tally.found().addUnknown(topic, code, layout.file, line);
      return new Code(0, false);
    }
    return switch (side) {
      case MISSING -> new Code(0, true);
      case PRO -> new Code(1, false);
      case CON -> new Code(2, false);
    };
  }

  /** Counts the codes that were found. */
  public void end() {
    for (int q = 0; q < columns.length; q++) {
      String topic = layout.topics[q];
      Column column = columns[q];
      tally.found().addBlanks(topic, column.blanks);
      for (int i = 0; i < column.usual.length; i++) {
        if (column.usual[i] != null) {
          count(topic, i + LEAST_USUAL, column.usual[i]);
        }
      }
      column.others.forEach((number, code) -> count(topic, number, code));
      columns[q] = new Column();
    }
  }

  private void count(String topic, int number, Code code) {
    tally.found().add(topic, number, code.isMissing, code.n);
  }

  private double weight(int column, String name, long line) {
    try {
      double weight = fields.decimal(column);
      if (weight == 0 || weight >= LIGHTEST && weight <= HEAVIEST) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // the same message as for a negative weight
    }
    throw InputException.at(
        layout.file,
        line,
        name,
        "'" + fields.field(column) + "' is no weight",
        "Give a number from 0 to a million");
  }

  /** The answer's code. The joint file spells some codes with decimals. */
  private int code(int question, long line) {
    String field = fields.field(layout.questions[question]);
    String text = field.strip();
    if (text.isEmpty()) {
      return BLANK;
    }
    try {
      double code = fields.decimal(layout.questions[question]);
      if (code == Math.rint(code) && Math.abs(code) < 1_000_000) {
        return (int) code;
      }
    } catch (NumberFormatException e) {
      // the same message as for a fraction
    }
    throw InputException.at(
        layout.file,
        line,
        layout.variables[question],
        "'" + field + "' is " + NoCode.kindOf(text),
        "Answers are whole numbers; missing ones are blank or codes named as missing");
  }
}
