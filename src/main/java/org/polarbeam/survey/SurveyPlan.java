package org.polarbeam.survey;

import java.io.Serializable;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.files.InputException;

/**
 * What is read of a survey, and how.
 *
 * @param topics keys of the topics; empty for every question about values
 * @param answers how topics' answers are read, by key
 * @param isOptional whether the file may lack some of the topics
 * @param maxBadRows the share of rows that may be left out because they cannot be read
 */
public record SurveyPlan(
    SurveyFormat format,
    Set<String> topics,
    Map<String, AnswerRule> answers,
    boolean isOptional,
    double maxBadRows)
    implements Serializable {

  /** Copies what can change. */
  public SurveyPlan {
    topics = new TreeSet<>(topics);
    answers = new TreeMap<>(answers);
    Map<String, String> columns = new TreeMap<>();
    for (Map.Entry<String, AnswerRule> rule : answers.entrySet()) {
      String column = rule.getValue().variable().toLowerCase(Locale.ROOT);
      boolean isAsked = topics.isEmpty() || topics.contains(rule.getKey());
      String other =
          column.isEmpty() || !isAsked ? null : columns.putIfAbsent(column, rule.getKey());
      if (other != null) {
        throw new InputException(
            "The topics "
                + other
                + " and "
                + rule.getKey()
                + " are both read from the column "
                + rule.getValue().variable()
                + ". Keep one, or give the other's answers a column of its own.");
      }
    }
  }

  /** These topics of the EVS/WVS joint file, by the published rule. */
  public static SurveyPlan published(Collection<String> topics) {
    return new SurveyPlan(SurveyFormat.joint(), new TreeSet<>(topics), Map.of(), true, 0);
  }

  /** The column that has the answers to a topic. */
  public String columnOf(String topic) {
    AnswerRule rule = answers.get(topic);
    return rule == null || rule.variable().isEmpty() ? topic : rule.variable();
  }

  /** The topic that a column has the answers of; null for one that is not read. */
  String topicOf(String column) {
    String variable = Recoding.topicOf(column);
    for (Map.Entry<String, AnswerRule> rule : answers.entrySet()) {
      String its = rule.getValue().variable();
      if (!its.isEmpty() && its.toLowerCase(Locale.ROOT).equals(variable)) {
        return topics.isEmpty() || topics.contains(rule.getKey()) ? rule.getKey() : null;
      }
    }
    boolean isElsewhere =
        answers.containsKey(variable) && !answers.get(variable).variable().isEmpty();
    boolean isRead =
        topics.isEmpty()
            ? format.isPublished() && Recoding.isValueQuestion(column)
            : topics.contains(variable);
    return isRead && !isElsewhere ? variable : null;
  }
}
