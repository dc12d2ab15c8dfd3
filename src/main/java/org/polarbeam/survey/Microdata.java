package org.polarbeam.survey;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Numbers;

/**
 * The layout of a microdata file as a {@link SurveyFormat} describes it: one respondent a line, a
 * column a question. Read from the header once; then lines can be tallied in any order, in any
 * number of parts.
 */
public final class Microdata implements Serializable {
  /** No respondent stands for more people, and sums of such weights keep their digits. */
  private static final double HEAVIEST = 1e6;

  private static final long serialVersionUID = 1L;

  private final String file;

  /** Semicolons are what spreadsheets write where commas are in numbers. */
  private final char separator;

  private final SurveyPlan plan;
  private final String first;
  private final int columns;
  private final PersonColumns person;
  private final int group;
  private final int mark;
  private final int[] weights;
  private final int[] questions;
  private final String[] variables;
  private final String[] topics;

  /** The topics as a list, one and the same for all respondents of the file. */
  private final ArrayList<String> layout;

  private Microdata(
      String file, String first, char separator, List<String> header, SurveyPlan plan) {
    this.first = first;
    this.file = file;
    this.separator = separator;
    this.plan = plan;
    this.columns = header.size();
    SurveyFormat format = plan.format();
    this.person = new PersonColumns(file, format, column -> index(header, column));
    this.group = index(header, format.languageWeight());
    this.weights = format.weights().stream().mapToInt(w -> index(header, w)).toArray();
    this.mark = markIn(header);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      if (plan.topicOf(header.get(i).strip()) != null) {
        found.add(i);
      }
    }
    this.questions = found.stream().mapToInt(Integer::intValue).toArray();
    this.variables = found.stream().map(i -> header.get(i).strip()).toArray(String[]::new);
    this.topics = Arrays.stream(variables).map(plan::topicOf).toArray(String[]::new);
    this.layout = new ArrayList<>(Arrays.asList(topics));
    requireNamed(Set.copyOf(layout));
    if (questions.length == 0) {
      throw InputException.at(
          file,
          1,
          "(questions)",
          "no column is one of the questions"
              + (plan.topics().isEmpty() ? " of sections B to F and H" : " asked for"),
          "Name the columns by --topics, or under answers: variable in the study");
    }
    Set<String> once = new HashSet<>();
    for (String topic : topics) {
      if (!once.add(topic)) {
        throw InputException.at(
            file,
            1,
            topic,
            "the question stands in two columns, large and small letters aside",
            "Keep one of them");
      }
    }
  }

  private void requireNamed(Set<String> found) {
    for (String topic : plan.topics()) {
      if (!plan.isOptional() && !found.contains(topic)) {
        throw InputException.at(
            file,
            1,
            topic,
            "there is no column " + plan.columnOf(topic) + " for this topic",
            "Correct --topics, or the variable under the topic's answers");
      }
    }
  }

  /** Where it stands that data are made up; -1 for nowhere. */
  private int markIn(List<String> header) {
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i).strip();
      if (name.equalsIgnoreCase(DataMark.FIELD)) {
        if (!name.equals(DataMark.FIELD)) {
          throw InputException.at(
              file,
              1,
              name,
              "the mark of simulated data is spelt otherwise",
              "Call the column " + DataMark.FIELD + ", or give a column of your own another name");
        }
        return i;
      }
    }
    return -1;
  }

  /**
   * Reads the header line.
   *
   * @param file the name to use in messages
   * @throws InputException if a column is missing
   */
  public static Microdata ofHeader(String file, String header, SurveyPlan plan) {
    if (header == null || header.isBlank()) {
      throw InputException.in(file, "the file is empty", "Give a CSV file with a header line");
    }
    String line = header.startsWith("\ufeff") ? header.substring(1) : header;
    char separator = CsvFormat.separator(line);
    try (CsvReader<CsvRecord> csv = reader(separator, line)) {
      return new Microdata(
          file, line.stripTrailing(), separator, csv.iterator().next().getFields(), plan);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Tallies a whole file, header included. */
  public static PolarityTally tally(String file, Reader reader, SurveyPlan plan)
      throws IOException {
    try (BufferedReader lines = new BufferedReader(reader)) {
      Microdata layout = ofHeader(file, lines.readLine(), plan);
      PolarityTally tally = new PolarityTally(plan);
      long line = 1;
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        layout.tally(text, ++line, tally);
      }
      return tally;
    }
  }

  private static CsvReader<CsvRecord> reader(char separator, String line) {
    return CsvReader.builder().fieldSeparator(separator).ofCsvRecord(new StringReader(line));
  }

  /** Where a column is; releases differ in large and small letters. */
  private int index(List<String> header, String name) {
    if (name.isEmpty()) {
      return -1;
    }
    int index = -1;
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).strip().equalsIgnoreCase(name)) {
        if (index >= 0) {
          throw InputException.at(file, 1, name, "the column is there twice", "Keep one of them");
        }
        index = i;
      }
    }
    if (index < 0) {
      throw InputException.at(
          file,
          1,
          name,
          "the column is missing",
          "A file in the layout of "
              + plan.format().name()
              + " has it; another survey's is given by --surveyFormat, as docs/surveys.md tells");
    }
    return index;
  }

  /** Whether there is a column that says which respondents are made up. */
  public boolean hasMark() {
    return mark >= 0;
  }

  /**
   * Whether a row says that its respondent is made up.
   *
   * @throws InputException when the mark is spelt otherwise
   */
  public boolean isMarked(String text, long line) {
    String[] fields = split(text);
    String said = mark >= 0 && fields.length > mark ? fields[mark].strip() : "";
    if (!said.isEmpty() && !said.equals(DataMark.SIMULATED) && !said.equals(DataMark.REAL)) {
      throw InputException.at(
          file,
          line,
          DataMark.FIELD,
          "'" + said + "' is no mark of simulated data",
          "Write " + DataMark.SIMULATED + ", or give a column of your own another name");
    }
    return said.equals(DataMark.SIMULATED);
  }

  /**
   * Tallies one respondent. A row that cannot be read is counted with its reason and left out.
   *
   * @param line the number of the line, for messages
   * @throws InputException when the header comes again, as in files put behind each other
   */
  public void tally(String text, long line, PolarityTally tally) {
    if (text.isBlank()) {
      return;
    }
    if (text.stripTrailing().endsWith(first) && text.length() < first.length() + 4) {
      throw InputException.in(
          file, "line " + line + " is the header again", "Give files that are joined one by one");
    }
    try {
      take(text, line, tally);
    } catch (InputException e) {
      tally.addBadRow(file, line, e.getMessage());
    }
  }

  private void take(String text, long line, PolarityTally tally) {
    String[] fields = split(text);
    if (fields.length != columns && text.chars().filter(c -> c == '"').count() % 2 == 1) {
      throw InputException.in(
          file,
          "line " + line + " ends inside quotes",
          "Close them, or take line breaks out of texts: a respondent is a line");
    }
    if (fields.length != columns) {
      throw InputException.in(
          file,
          "line " + line + " has " + fields.length + " fields where the header has " + columns,
          "Check for a missing or an unquoted comma");
    }
    Membership who = person.of(fields, line);
    double weight = 1;
    for (int w = 0; w < weights.length; w++) {
      weight *= weight(fields[weights[w]], plan.format().weights().get(w), line);
    }
    double ofGroup =
        group < 0 ? weight : weight(fields[group], plan.format().languageWeight(), line);
    int[] all = new int[questions.length];
    for (int q = 0; q < questions.length; q++) {
      all[q] = code(fields[questions[q]], q, line);
    }
    tally.addRespondent(who, ofGroup);
    byte[] codes = new byte[questions.length];
    for (int q = 0; q < questions.length; q++) {
      int code = sided(q, all[q], line, tally);
      if (code > 0) {
        tally.addAnswer(topics[q], code, who, weight, file, line);
        codes[q] = (byte) Math.min(code, Byte.MAX_VALUE); // usable topics have far lower codes
      }
    }
    tally.keep(who.country(), layout, weight, codes);
  }

  /**
   * The code to count: as it is where the published rule finds the scale by the codes; 1 for pro
   * and 2 for con where the study names the answers; 0 for no answer.
   */
  private int sided(int question, int code, long line, PolarityTally tally) {
    String topic = topics[question];
    AnswerRule rule = plan.answers().get(topic);
    if (code == BLANK) {
      tally.found().addBlank(topic);
      return 0;
    }
    boolean isMissing = plan.format().missing().has(code);
    if (rule == null && plan.format().isPublished()) {
      tally.found().add(topic, code, code <= 0);
      return Math.max(0, code);
    }
    AnswerRule.Side side = rule == null ? null : rule.side(topic, code);
    side = side == null && isMissing ? AnswerRule.Side.MISSING : side;
    tally.found().add(topic, code, side == AnswerRule.Side.MISSING);
    if (side == null) {
      tally.found().addUnknown(topic, code, file, line);
      return 0;
    }
    return side == AnswerRule.Side.MISSING ? 0 : side == AnswerRule.Side.PRO ? 1 : 2;
  }

  /** Survey rows are plain numbers and codes; the full reader is for the few that are quoted. */
  private String[] split(String text) {
    if (text.indexOf('"') < 0) {
      return text.split(String.valueOf(separator), -1);
    }
    try (CsvReader<CsvRecord> csv = reader(separator, text)) {
      return csv.iterator().next().getFields().toArray(String[]::new);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private double number(String field) {
    return Numbers.decimal(separator == ',' ? field : field.replace(',', '.'));
  }

  private double weight(String field, String column, long line) {
    try {
      double weight = number(field);
      if (weight >= 0 && weight <= HEAVIEST) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // the same message as for a negative weight
    }
    throw InputException.at(
        file, line, column, "'" + field + "' is no weight", "Give a number from 0 to a million");
  }

  /** Stands for no code. */
  private static final int BLANK = Integer.MIN_VALUE;

  /** The answer's code. The joint file spells some codes with decimals. */
  private int code(String field, int question, long line) {
    String text = field.strip();
    if (text.isEmpty()) {
      return BLANK;
    }
    try {
      double code = number(text);
      if (code == Math.rint(code) && Math.abs(code) < 1_000_000) {
        return (int) code;
      }
    } catch (NumberFormatException e) {
      // the same message as for a fraction
    }
    throw InputException.at(
        file,
        line,
        variables[question],
        "'" + field + "' is " + NoCode.kindOf(text),
        "Answers are whole numbers; missing ones are blank or codes named as missing");
  }
}
