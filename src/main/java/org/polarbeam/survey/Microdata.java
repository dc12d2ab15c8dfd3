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
import org.polarbeam.files.InputException;
import org.polarbeam.files.Numbers;

/**
 * The layout of a microdata file in the shape of the EVS/WVS joint CSV: one respondent a line, with
 * {@code cntry_AN}, {@code lnge_iso}, {@code gwght}, {@code pwght} and a column a question. Read
 * from the header once; then lines can be tallied in any order, in any number of parts.
 */
public final class Microdata implements Serializable {
  /** No respondent stands for more people, and sums of such weights keep their digits. */
  private static final double HEAVIEST = 1e6;

  private static final long serialVersionUID = 1L;

  private final String file;

  /** Semicolons are what spreadsheets write where commas are in numbers. */
  private final char separator;

  private final int columns;
  private final int country;
  private final int language;
  private final int gwght;
  private final int pwght;
  private final int[] questions;
  private final String[] variables;
  private final String[] topics;

  /** The topics as a list, one and the same for all respondents of the file. */
  private final ArrayList<String> layout;

  private Microdata(String file, char separator, List<String> header, Set<String> wanted) {
    this.file = file;
    this.separator = separator;
    this.columns = header.size();
    this.country = index(header, "cntry_AN");
    this.language = index(header, "lnge_iso");
    this.gwght = index(header, "gwght");
    this.pwght = index(header, "pwght");
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      String variable = header.get(i).strip();
      if (wanted.isEmpty()
          ? Recoding.isValueQuestion(variable)
          : wanted.contains(Recoding.topicOf(variable))) {
        found.add(i);
      }
    }
    this.questions = found.stream().mapToInt(Integer::intValue).toArray();
    this.variables = found.stream().map(i -> header.get(i).strip()).toArray(String[]::new);
    this.topics = Arrays.stream(variables).map(Recoding::topicOf).toArray(String[]::new);
    this.layout = new ArrayList<>(Arrays.asList(topics));
    if (questions.length == 0) {
      throw InputException.at(
          file,
          1,
          "(questions)",
          "no column is one of the questions"
              + (wanted.isEmpty() ? " of sections B to F and H" : " asked for"),
          "Name the columns by --topics");
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

  /**
   * Reads the header line.
   *
   * @param file the name to use in messages
   * @param wanted keys of the topics to tally; empty for every question about values
   * @throws InputException if a column is missing
   */
  public static Microdata ofHeader(String file, String header, Set<String> wanted) {
    if (header == null || header.isBlank()) {
      throw InputException.in(
          file, "the file is empty", "Give microdata as a CSV file with a header line");
    }
    String line = header.startsWith("\ufeff") ? header.substring(1) : header;
    char separator = line.indexOf(';') >= 0 && line.indexOf(',') < 0 ? ';' : ',';
    try (CsvReader<CsvRecord> csv = reader(separator, line)) {
      return new Microdata(file, separator, csv.iterator().next().getFields(), wanted);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Tallies a whole file, header included. */
  public static PolarityTally tally(String file, Reader reader, Set<String> wanted)
      throws IOException {
    try (BufferedReader lines = new BufferedReader(reader)) {
      Microdata layout = ofHeader(file, lines.readLine(), wanted);
      PolarityTally tally = new PolarityTally();
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
          "Microdata needs cntry_AN, lnge_iso, gwght, pwght and a column a question");
    }
    return index;
  }

  /**
   * Tallies one respondent. Fields with line breaks in them do not occur in this kind of file and
   * are refused as rows of the wrong length.
   *
   * @param line the number of the line, for messages
   */
  public void tally(String text, long line, PolarityTally tally) {
    if (text.isBlank()) {
      return;
    }
    String[] fields = split(text);
    if (fields.length != columns) {
      throw InputException.in(
          file,
          "line " + line + " has " + fields.length + " fields where the header has " + columns,
          "Check for a missing or an unquoted comma");
    }
    String where = fields[country].strip();
    String spoken = fields[language].strip();
    if (where.isEmpty() || spoken.isEmpty()) {
      throw InputException.at(
          file,
          line,
          where.isEmpty() ? "cntry_AN" : "lnge_iso",
          "the field is empty",
          "Every respondent needs a country and a language");
    }
    double group = weight(fields[gwght], "gwght", line);
    double weight = group * weight(fields[pwght], "pwght", line);
    tally.addRespondent(where, spoken, group);
    byte[] codes = new byte[questions.length];
    for (int q = 0; q < questions.length; q++) {
      int code = code(fields[questions[q]], q, line);
      if (code > 0) {
        tally.addAnswer(topics[q], code, where, spoken, weight, file, line);
        codes[q] = (byte) Math.min(code, Byte.MAX_VALUE); // usable topics have far lower codes
      }
    }
    tally.keep(where, layout, weight, codes);
  }

  /** Survey rows are plain numbers and codes; the full reader is for the few that are quoted. */
  private String[] split(String text) {
    if (text.indexOf('"') < 0) {
      return text.split(separator == ';' ? ";" : ",", -1);
    }
    try (CsvReader<CsvRecord> csv = reader(separator, text)) {
      return csv.iterator().next().getFields().toArray(String[]::new);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private double number(String field) {
    return Numbers.decimal(separator == ';' ? field.replace(',', '.') : field);
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

  /** The answer's code; 0 for a blank. The joint file spells some codes with decimals. */
  private int code(String field, int question, long line) {
    String text = field.strip();
    if (text.isEmpty()) {
      return 0;
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
        "'" + field + "' is no answer code",
        "Answers are whole numbers; missing ones are negative or blank");
  }
}
