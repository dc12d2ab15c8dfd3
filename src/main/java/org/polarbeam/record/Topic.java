package org.polarbeam.record;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * A survey question used as an opinion topic.
 *
 * @param key the survey variable, lower case
 * @param question what it asks, for people
 * @param pro what somebody says who is for it, by language
 * @param con what somebody says who is against it, by language
 * @param source the language that they are written in first
 * @param isJudgedAsAnswered whether a judge reads them in the language of the answer
 * @param category the kind of topic; empty for none
 */
public record Topic(
    String key,
    String question,
    Map<String, String> pro,
    Map<String, String> con,
    String source,
    boolean isJudgedAsAnswered,
    String category)
    implements Serializable {

  /** One that is written in English, and read so by judges. */
  public Topic(String key, String question, Map<String, String> pro, Map<String, String> con) {
    this(key, question, pro, con, "en", false, "");
  }

  /** The language in which a judge of an answer reads it. */
  public String judgedIn(String answered) {
    return isJudgedAsAnswered && pro.containsKey(answered) && con.containsKey(answered)
        ? answered
        : source;
  }

  /** What is told of the topic where no survey has been read. */
  public Told told() {
    return new Told(
        key, question, category, said(pro), said(con), null, null, null, null, null, null);
  }

  private String said(Map<String, String> byLanguage) {
    return byLanguage.isEmpty()
        ? ""
        : byLanguage.getOrDefault(source, new TreeMap<>(byLanguage).firstEntry().getValue());
  }

  /**
   * A topic, and how a survey's answers to it were read.
   *
   * @param topic its key
   * @param question what it asks; empty where no study says it
   * @param category the kind of topic; empty for none
   * @param pro what somebody says who is for it
   * @param con what somebody says who is against it
   * @param rule by which the answers were read, in words; null where none were
   * @param answers how many said something
   * @param missing the share of respondents who did not, in [0, 1]
   * @param lowest the least polarity of a country
   * @param highest the greatest
   * @param codes the codes found, with their shares
   */
  public record Told(
      String topic,
      String question,
      String category,
      String pro,
      String con,
      String rule,
      Long answers,
      Double missing,
      Double lowest,
      Double highest,
      String codes)
      implements Serializable {

    /** The same with what is said on the topic. */
    public Told with(Topic its) {
      return its == null
          ? this
          : new Told(
              topic,
              its.question,
              its.category,
              its.said(its.pro),
              its.said(its.con),
              rule,
              answers,
              missing,
              lowest,
              highest,
              codes);
    }
  }
}
