package org.polarbeam.pipelines.setup;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Json;
import org.polarbeam.files.Names;
import org.polarbeam.language.Countries;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.language.Languages;
import org.polarbeam.record.Flag;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Response;
import org.polarbeam.record.Validity;

/** Records that an earlier run, a person or another program wrote, checked when they are read. */
public final class Records {
  private static final Set<String> VALIDITIES =
      Arrays.stream(Validity.values()).map(Validity::label).collect(Collectors.toSet());

  private static final List<String> FLAGS = Arrays.stream(Flag.values()).map(Flag::label).toList();

  private static final int LONGEST_NAME = 1_000;

  private final String file;
  private final long line;

  /** What nobody judges, for there is nothing to. */
  private static final Set<String> UNJUDGED =
      Set.of(Validity.EMPTY.label(), Validity.REFUSAL.label(), Validity.UNREAD.label());

  private Records(String file, long line) {
    this.file = file;
    this.line = line;
  }

  /**
   * A response.
   *
   * @throws InputException naming the field that cannot be
   */
  public static Response response(String text, String file, long line) {
    Response response = Json.read(Response.class, text, file, line);
    Json.requireFields(response, file, line);
    Records at = new Records(file, line);
    at.requireNames(response.id(), response.model(), response.topic());
    at.requireWhere(response.language(), response.persona());
    requireTokens(at, "promptTokens", response.promptTokens());
    requireTokens(at, "completionTokens", response.completionTokens());
    if (response.sample() < 0) {
      throw at.bad("sample", response.sample() + " is no number of a sample", "Count from 0");
    }
    return response;
  }

  /**
   * A judgement.
   *
   * @throws InputException naming the field that cannot be
   */
  public static Judgement judgement(String text, String file, long line) {
    Judgement j = Json.read(Judgement.class, text, file, line);
    Json.requireFields(j, file, line);
    Records at = new Records(file, line);
    at.requireNames(j.id(), j.model(), j.topic());
    at.requireWhere(j.language(), j.persona());
    if (!j.responseLanguage().isEmpty() && !Languages.isTag(j.responseLanguage())) {
      throw at.bad(
          "responseLanguage", "'" + j.responseLanguage() + "' is no language", Languages.REMEDY);
    }
    for (String label : j.labels()) {
      if (!Judgement.LABELS.contains(label)) {
        throw at.bad("labels", "'" + label + "' is no label", "Give " + Judgement.LABELS);
      }
    }
    if (!VALIDITIES.contains(j.validity())) {
      throw at.bad("validity", "'" + j.validity() + "' is none", "Give one of " + VALIDITIES);
    }
    if (!FLAGS.containsAll(j.flags())) {
      throw at.bad("flags", "one of " + j.flags() + " is no flag", "Give some of " + FLAGS);
    }
    boolean valid = j.validity().equals(Validity.VALID.label());
    if (j.items() < 0 || (valid || !j.labels().isEmpty()) && j.labels().size() != j.items()) {
      throw at.bad(
          "labels",
          "there are " + j.labels().size() + " labels of " + j.items() + " items",
          "Give one for each item");
    }
    if (!j.labels().isEmpty() && UNJUDGED.contains(j.validity())) {
      throw at.bad("validity", "it is " + j.validity() + ", and there are labels", "Correct it");
    }
    List<String> sides = List.of(Judgement.PRO, Judgement.CON);
    if (j.validity().equals(Validity.ALL_NULL.label())
        && j.labels().stream().anyMatch(sides::contains)) {
      throw at.bad("validity", "there are labels that are pro or con", "Correct it");
    }
    if (!j.labels().isEmpty() && j.judge().isBlank()) {
      throw at.bad("judge", "it is empty, and there are labels", "Say who judged");
    }
    if (valid
        && !j.responseLanguage().isEmpty()
        && !LanguageIdentifier.same(j.language(), j.responseLanguage())) {
      throw at.bad(
          "responseLanguage",
          j.responseLanguage() + " is not " + j.language() + ", and the judgement counts as valid",
          "Correct one of them");
    }
    if (valid && j.labels().stream().noneMatch(sides::contains)) {
      throw at.bad("labels", "a valid judgement has no pro or con", "Correct its validity");
    }
    return j;
  }

  private static void requireTokens(Records at, String field, Long tokens) {
    if (tokens != null && tokens < 0) {
      throw at.bad(field, tokens + " is no number of tokens", "Leave it out or correct it");
    }
  }

  private void requireNames(String id, String model, String topic) {
    requireName("id", id);
    requireName("model", model);
    requireName("topic", topic);
  }

  private void requireName(String field, String name) {
    boolean odd = name.isBlank() || name.length() > LONGEST_NAME;
    if (odd || CsvTable.hasUnseen(name)) {
      throw bad(field, "it is empty, too long or has control characters", "Correct it");
    }
    String fault = field.equals("id") ? null : Names.fault(name);
    if (fault != null) {
      throw bad(field, fault, "Give another name");
    }
  }

  private void requireWhere(String language, String persona) {
    if (!Languages.isTag(language)) {
      throw bad("language", "'" + language + "' is no language", Languages.REMEDY);
    }
    if (!persona.isEmpty() && !Countries.isCode(persona)) {
      throw bad("persona", "'" + persona + "' is no country", Countries.remedy(persona));
    }
  }

  private InputException bad(String field, String problem, String remedy) {
    return InputException.at(file, line, field, problem, remedy);
  }
}
