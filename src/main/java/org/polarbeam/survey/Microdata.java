package org.polarbeam.survey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.DelimitedLine;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Printable;

/**
 * The layout of a microdata file as a {@link SurveyFormat} describes it: one respondent a line, a
 * column a question. Read from the header once; then lines can be tallied in any order, in any
 * number of parts.
 */
public final class Microdata implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many columns a message names. */
  private static final int TOLD = 6;

  final String file;

  /** Semicolons are what spreadsheets write where commas are in numbers. */
  final char separator;

  final SurveyPlan plan;
  final String first;
  final int columns;
  final PersonColumns person;
  final int group;
  private final int mark;
  final int[] weights;
  final int[] questions;
  final String[] variables;
  final String[] topics;

  /** The topics as a list, one and the same for all respondents of the file. */
  final ArrayList<String> layout;

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
      throw InputException.in(
          file, "the file is empty, or its first line is blank", "Begin it with a header line");
    }
    String line = header.startsWith("\ufeff") ? header.substring(1) : header;
    char separator = CsvFormat.separator(line);
    DelimitedLine names = new DelimitedLine(separator);
    byte[] bytes = line.getBytes(UTF_8);
    List<String> columns =
        IntStream.range(0, names.read(bytes, 0, bytes.length)).mapToObj(names::field).toList();
    return new Microdata(file, line.stripTrailing(), separator, columns, plan);
  }

  /**
   * Tallies a whole file, header included, on as many threads as there are processors.
   *
   * @throws java.nio.charset.CharacterCodingException where it is no text in UTF-8
   */
  public static PolarityTally tally(String file, InputStream bytes, SurveyPlan plan)
      throws IOException {
    try (bytes) {
      return ParallelTally.of(file, bytes, plan);
    }
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
          "the column is missing; the header has "
              + header.stream()
                  .limit(TOLD)
                  .map(h -> Printable.of(h.strip().substring(0, Math.min(20, h.strip().length()))))
                  .toList()
              + (header.size() > TOLD ? " and " + (header.size() - TOLD) + " more" : ""),
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
  public boolean isMarked(byte[] bytes, int from, int to, long line) {
    DelimitedLine fields = new DelimitedLine(separator);
    String said =
        mark >= 0 && fields.read(bytes, from, to) > mark ? fields.field(mark).strip() : "";
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
}
