package org.polarbeam.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.polarbeam.study.Parts.Names;
import org.polarbeam.study.Parts.Need;
import org.polarbeam.study.Shape.Anything;
import org.polarbeam.study.Shape.Count;
import org.polarbeam.study.Shape.Either;
import org.polarbeam.study.Shape.Entries;
import org.polarbeam.study.Shape.Extending;
import org.polarbeam.study.Shape.Flag;
import org.polarbeam.study.Shape.Text;

/** The parts of a study, declared once: for the reader, and for the schema that editors read. */
public final class StudyShape {
  /** The part that names the study which a study extends. */
  static final String EXTENDS = "extends";

  /** What a list has beside names to have all entries of the study that is extended. */
  static final String ALL = "all";

  private static final Shape TEXT = new Text(List.of());
  private static final Shape NUMBER =
      new Count(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, false, null);
  private static final Shape SHARE = new Count(0, 1, false, false, " is no share");
  private static final Shape RATE = new Count(0, 1e15, false, true, " is no rate");
  private static final Names TAGS =
      new Names("a language, such as da or pt-BR", "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
  private static final Names ANY = new Names("a name", "(?s).+");

  private static final Shape WORDING =
      new Either(
          TEXT,
          Parts.of("a wording and what is known of it")
              .with(StudyWriter.TEXT, TEXT, Need.ALWAYS, "The wording.")
              .with(StudyWriter.WRITTEN_BY, TEXT, "Who wrote it: person or machine.")
              .with(StudyWriter.VERIFIED, new Flag(), "Whether a person has checked it.")
              .with(StudyWriter.BACK, TEXT, "It translated back into the source language.")
              .with(
                  StudyWriter.SIMILARITY,
                  SHARE,
                  "chrF of the back-translation with the source's wording, from 0 to 1.")
              .with(
                  StudyWriter.OF,
                  TEXT,
                  "The digest of the wording that it was translated from, as translate writes it."));

  private static final Parts LANGUAGE =
      Parts.of("a language")
          .with("name", TEXT, Need.ALWAYS, "What the language is called.")
          .with(
              "written_by",
              TEXT,
              "Who wrote its wording, person or machine, where a wording does not say; machine"
                  + " unless given.")
          .with(
              "verified",
              new Flag(),
              "Whether a person has checked all of its wording; false unless given.");

  private static final Parts SAMPLING =
      Parts.of("settings")
          .with(
              "temperature",
              new Count(0, StudyModel.HOTTEST, false, false, null),
              "From 0, which always takes the likeliest word, to 2; the endpoint's own unless"
                  + " given.")
          .with(
              "top_p",
              new Count(0, 1, false, true, null),
              "The share of likely words that are drawn from.")
          .with(
              "max_tokens",
              new Count(1, StudyModel.MOST_TOKENS, true, false, null),
              "Tokens an answer has at most.")
          .with(
              "seed",
              new Count(Long.MIN_VALUE, Long.MAX_VALUE, true, false, null),
              "A seed for endpoints that take one; raised by one for each further sample.")
          .with(
              "samples",
              new Count(1, StudyReader.MOST_SAMPLES, true, false, null),
              "How often each prompt is asked; --samples unless given.");

  private static final Parts LIMIT =
      Parts.of("limits")
          .with("requests_per_minute", RATE, "Requests a minute and worker process at most.")
          .with("tokens_per_minute", RATE, "Tokens a minute and worker process at most.");

  private static final Parts MODEL = model(Need.WHOLE);

  private static Parts model(Need family) {
    return Parts.of("a model")
        .with("name", TEXT, Need.ALWAYS, "Its name, as the endpoint and the results call it.")
        .with("family", TEXT, family, "The models that it is compared with in RQ1.")
        .with("provider", TEXT, Need.WHOLE, "Who answers: openai, mistral, vllm, simulate …")
        .with("endpoint", TEXT, "Where; the provider's own place unless given.")
        .with(
            "capability",
            Parts.named(
                "scores by language", TAGS, new Count(0, 1, false, false, " is outside [0, 1]")),
            "Its mean benchmark score by language, from 0 to 1.")
        .with(
            "parameters",
            Parts.named("numbers by name", ANY, NUMBER),
            "Further numbers that the provider understands.")
        .with("sampling", SAMPLING, "How its answers are drawn.")
        .with("limit", LIMIT, "How much it may be asked.")
        .with("extra", new Anything(), "Further fields of each request.")
        .with("key_env", TEXT, "The environment variable that holds the key; never the key.");
  }

  private static final Names WORDED =
      new Names("a language, such as da or pt-BR, with the wording in it", TAGS.pattern());

  private static final Parts TEMPLATE =
      Parts.named("a template", WORDED, WORDING)
          .with(StudyWriter.ID, TEXT, Need.ALWAYS, "The same in every language.")
          .with(
              StudyWriter.ITEMS,
              new Count(1, ListRule.MOST, true, false, null),
              "How many items the question asks for; 10 unless given.");

  private static final Parts VARIATION =
      Parts.named("a variation", WORDED, WORDING)
          .with(StudyWriter.ID, TEXT, Need.ALWAYS, "The same in every language.");

  private static final Shape CODE =
      new Either(TEXT, new Count(-1e6, 1e6, true, false, " is no code"));
  private static final Shape CODES = new Either(CODE, new Entries(CODE, false));

  private static final Parts ANSWERS =
      Parts.of("codes")
          .with("variable", TEXT, "The survey's column, where it is not the topic's key.")
          .with("scale", CODES, "The ends of a scale, such as 1..10.")
          .with("pro", CODES, "Codes for it, such as [1, 2] or above 5.")
          .with("con", CODES, "Codes against it; with a scale all others unless given.")
          .with("missing", CODES, "Codes that are no answer.");

  private static final Parts STATEMENTS = Parts.named("statements by language", TAGS, TEXT);

  private static final Parts TOPIC =
      Parts.of("a topic")
          .with("key", TEXT, Need.ALWAYS, "The survey's variable, such as f120.")
          .with("question", TEXT, Need.WHOLE, "What it asks, for people.")
          .with("pro", STATEMENTS, Need.WHOLE, "What somebody says who is for it, by language.")
          .with("con", STATEMENTS, Need.WHOLE, "What somebody says who is against it, by language.")
          .with("category", TEXT, "The kind of topic, such as religion; alignment is told by it.")
          .with("answers", ANSWERS, "What the survey's codes mean.")
          .with(
              "variations",
              list(VARIATION, false),
              Need.WHOLE,
              "Ways to name the topic in a template.");

  private static final Shape LISTS =
      new Either(
          new Text(List.of(ListRule.WHOLE, ListRule.PUBLISHED)),
          Parts.of("a rule for lists")
              .with(
                  "rule",
                  new Text(List.of(ListRule.WHOLE, ListRule.PUBLISHED)),
                  "The rule that the other parts change; whole unless given.")
              .with("least_share", SHARE, "Of the items asked for, that an answer has at least.")
              .with("least_distinct", SHARE, "Of its items, that are different at least.")
              .with(
                  "more",
                  new Text(List.of("first", "all")),
                  "Which items count where there are more than were asked for."));

  private static final Parts STUDY =
      Parts.of(StudyFields.STUDY)
          .with(
              EXTENDS,
              TEXT,
              "The study that this one changes: values, the one that comes with Polarbeam, or the"
                  + " path of a file beside this one.")
          .with("study", TEXT, "What it is called; the file's name where it extends another.")
          .with(
              "languages",
              chosen(Parts.named("languages by tag", TAGS, LANGUAGE)),
              Need.WHOLE,
              "Its languages by tag; a list takes some of the extended study's.")
          .with("source_language", TEXT, "What wording is translated from; en unless given.")
          .with(
              "judge",
              new Either(TEXT, model(Need.NEVER)),
              "Who labels the answers: a model's entry, or PROVIDER:NAME[@ENDPOINT].")
          .with(
              "judge_language",
              new Text(List.of("source", "answer")),
              "The language in which a judge reads statements; source unless given.")
          .with(
              "reference",
              new Either(TEXT, new Entries(TEXT, false)),
              "The countries towards which bias is measured; US unless given.")
          .with(
              "reference_level",
              TEXT,
              "The level of the survey whose groups reference names; country unless given.")
          .with("models", list(MODEL, true), "Who is asked unless --models says.")
          .with("templates", list(TEMPLATE, false), Need.WHOLE, "The questions, with {topic}.")
          .with("lists", LISTS, "Which answers count for the list that they are.")
          .with("topics", list(TOPIC, false), Need.WHOLE, "What is asked about.")
          .with(
              "personas",
              chosen(
                  Parts.named(
                      "countries",
                      new Names("a country, such as DK", ANY.pattern()),
                      Parts.named("wordings by language", WORDED, WORDING))),
              "What stands for {persona} where a country is named, by country and language.");

  private StudyShape() {}

  /** Entries, or names of entries that the extended study has. */
  private static Shape list(Parts entry, boolean mayBeEmpty) {
    return new Entries(new Extending(entry, TEXT), mayBeEmpty);
  }

  private static Shape chosen(Parts all) {
    return new Extending(all, new Entries(TEXT, true));
  }

  /** What a whole study is, or one that extends another. */
  static Shape study() {
    return STUDY;
  }

  /** The JSON Schema of a study's YAML, for editors and other programs. */
  public static String schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A study of Polarbeam");
    schema.putObject("if").putArray("required").add(EXTENDS);
    schema.set("then", STUDY.schema(true));
    schema.set("else", STUDY.schema(false));
    return schema.toPrettyString().replace("\r", "") + "\n";
  }
}
