package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Who is asked how much, who judges, who translates. */
public interface CastOptions extends StudyOptions, AskingOptions, ServingOptions {
  @Description(
      "Who is asked: names of the study's models, or PROVIDER:NAME[@ENDPOINT] with the providers"
          + " simulate, replay, openai,"
          + " openai-batch and vllm (served on the workers' GPUs; its endpoint says where the weights"
          + " are). All models of the study if left out.")
  List<String> getModels();

  void setModels(List<String> value);

  @Description("Who labels the answers, spelt like a model; the study's judge if left out.")
  String getJudge();

  void setJudge(String value);

  @Description(
      "Several judges instead of one: every answer is labelled by all, a label that more than half of"
          + " them give stands, and agreement.csv tells how far they agree. At least two, by different"
          + " names.")
  List<String> getJudges();

  void setJudges(List<String> value);

  @Description(
      "How the language of an answer is told. open: by an identifier of a hundred languages."
          + " restricted: by the same, among the study's languages only. judge: the judge names it,"
          + " as in the paper.")
  @Default.String("open")
  String getResponseLanguage();

  void setResponseLanguage(String value);

  @Description(
      "Put judges to the test: from so many answers a language, copies are made in which one item"
          + " tries to mislead the judge about the others. canaries.csv and the report tell whether it"
          + " fell for them; the results do not change. Each answer makes ten further questions to each"
          + " judge.")
  @Default.Integer(0)
  int getCanaries();

  void setCanaries(int value);

  @Description("Who translates wording into languages the study does not have, spelt like a model.")
  String getTranslator();

  void setTranslator(String value);

  @Description("Refuse to run while a person has not verified all wording that is used.")
  @Default.Boolean(false)
  boolean getVerifiedOnly();

  void setVerifiedOnly(boolean value);

  @Description("Prompts a language, drawn from all templates and topic variations.")
  @Default.Integer(300)
  int getPrompts();

  void setPrompts(int value);

  @Description(
      "Countries to name in further prompts, such as DK,US: every prompt is asked as it is, and once"
          + " more for each (\"10 representative citizens from Denmark\"), to compare naming a country"
          + " with language as the only cue.")
  List<String> getPersonas();

  void setPersonas(List<String> value);

  @Description("How often each prompt is asked, unless a model's study entry says otherwise.")
  @Default.Integer(1)
  int getSamples();

  void setSamples(int value);
}
