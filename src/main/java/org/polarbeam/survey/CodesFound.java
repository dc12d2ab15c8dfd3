package org.polarbeam.survey;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Topic;
import org.polarbeam.record.Truth;

/** The codes that stand in topics' columns, those that say nothing among them. Mutable. */
final class CodesFound implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A code of a topic. */
  private static final class Code implements Serializable {
    private static final long serialVersionUID = 1L;
    private long n;

    /** Where the first of a code stands that no rule names; null while all are named. */
    private String file;

    private long line;

    void stands(String in, long at) {
      int before = file == null ? -1 : in.compareTo(file);
      if (before < 0 || before == 0 && at < line) {
        file = in;
        line = at;
      }
    }
  }

  private static final class Column implements Serializable {
    private static final long serialVersionUID = 1L;
    private long missing;
    private long blanks;
    private final TreeMap<Integer, Code> codes = new TreeMap<>();
  }

  private final TreeMap<String, Column> topics = new TreeMap<>();

  private Column topic(String key) {
    return topics.computeIfAbsent(key, t -> new Column());
  }

  void addBlanks(String topic, long n) {
    topic(topic).blanks += n;
  }

  /** So many times a code. */
  void add(String topic, int code, boolean isMissing, long n) {
    Column its = topic(topic);
    its.missing += isMissing ? n : 0;
    its.codes.computeIfAbsent(code, c -> new Code()).n += n;
  }

  /** A code is none that the topic's rule names. */
  void addUnknown(String topic, int code, String file, long line) {
    topic(topic).codes.computeIfAbsent(code, c -> new Code()).stands(file, line);
  }

  void add(CodesFound other) {
    other.topics.forEach(
        (key, its) -> {
          Column mine = topic(key);
          mine.missing += its.missing;
          mine.blanks += its.blanks;
          its.codes.forEach(
              (number, code) -> {
                Code sum = mine.codes.computeIfAbsent(number, c -> new Code());
                sum.n += code.n;
                if (code.file != null) {
                  sum.stands(code.file, code.line);
                }
              });
        });
  }

  /**
   * Checks that every code is named.
   *
   * @throws InputException with the first code of the first topic that is not, and all its codes
   */
  void requireKnown(SurveyPlan plan) {
    topics.forEach(
        (key, its) ->
            its.codes.forEach(
                (number, code) -> {
                  if (code.file != null) {
                    throw unknown(key, its, number, code, plan.answers().containsKey(key));
                  }
                }));
  }

  private static InputException unknown(
      String key, Column its, int number, Code code, boolean isRuled) {
    return InputException.at(
        code.file,
        code.line,
        key,
        (isRuled
                ? "the code "
                    + number
                    + " is none that the topic's answers name ("
                    + code.n
                    + " times)"
                : "it is not said which codes are for it and which against it")
            + "; the codes are "
            + shares(its),
        isRuled
            ? "Add it under pro, con or missing of the topic's answers, or correct the row"
            : "Write answers: {pro: […], con: […], missing: […]} under the topic in a study, and give"
                + " that by --study");
  }

  private static String shares(Column its) {
    double all = its.codes.values().stream().mapToLong(c -> c.n).sum();
    List<String> shares = new ArrayList<>();
    its.codes.forEach(
        (number, code) ->
            shares.add(String.format(Locale.ROOT, "%d (%.1f%%)", number, 100 * code.n / all)));
    return String.join(", ", shares);
  }

  /** How each topic that has a truth was read. */
  List<Topic.Told> readings(SurveyPlan plan, List<Truth> truths) {
    List<Topic.Told> all = new ArrayList<>();
    topics.forEach(
        (key, its) -> {
          double[] countries =
              truths.stream()
                  .filter(t -> t.topic().equals(key))
                  .filter(t -> t.level().equals(Level.COUNTRY.label()))
                  .mapToDouble(Truth::polarity)
                  .sorted()
                  .toArray();
          if (countries.length > 0) {
            long asked = its.blanks + its.codes.values().stream().mapToLong(c -> c.n).sum();
            long silent = its.blanks + its.missing;
            AnswerRule rule = plan.answers().get(key);
            all.add(
                new Topic.Told(
                    key,
                    "",
                    "",
                    "",
                    "",
                    rule == null ? "published, by the highest code found" : rule.toString(),
                    asked - silent,
                    silent / (double) asked,
                    countries[0],
                    countries[countries.length - 1],
                    shares(its)));
          }
        });
    return all;
  }
}
