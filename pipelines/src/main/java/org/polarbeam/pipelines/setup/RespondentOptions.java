package org.polarbeam.pipelines.setup;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.polarbeam.pipelines.cli.Option;

/** Who is asked how much. */
public interface RespondentOptions extends StudyOptions {
  @Option(
      value =
          "Who is asked: names of the study's models, or PROVIDER:NAME[@ENDPOINT]; {providers}"
              + " All models of the study if left out.",
      group = Option.Group.USUAL)
  List<String> getModels();

  void setModels(List<String> value);

  @Option(
      value = "Prompts a language, drawn from all templates and topic variations.",
      least = 1,
      most = 1_000_000)
  @Default.Integer(300)
  int getPrompts();

  void setPrompts(int value);

  @Option(
      value =
          "Questions put to the models in all, of those that --prompts draws: the first prompts in"
              + " every language and to every model, for a first look at what comes. 0 for all.",
      group = Option.Group.WHO,
      least = 0,
      most = 100_000)
  @Default.Integer(0)
  int getLimit();

  void setLimit(int value);

  @Option(
      value =
          "Countries to name in further prompts, such as DK,US: every prompt is asked as it is,"
              + " and once more for each (\"10 representative citizens from Denmark\"), to compare"
              + " naming a country with language as the only cue.",
      group = Option.Group.WHO)
  List<String> getPersonas();

  void setPersonas(List<String> value);

  @Option(
      value = "How often each prompt is asked, unless a model's study entry says otherwise.",
      group = Option.Group.WHO,
      least = 1,
      decides = false)
  @Default.Integer(1)
  int getSamples();

  void setSamples(int value);
}
