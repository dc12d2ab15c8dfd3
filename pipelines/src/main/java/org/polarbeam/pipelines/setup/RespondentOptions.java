package org.polarbeam.pipelines.setup;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.study.StudyModel;

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
      value =
          "The temperature at which the models are asked that --models names, whatever their entry"
              + " in the study says; the endpoint's own if neither says.",
      group = Option.Group.WHO,
      with = "models",
      least = 0,
      most = StudyModel.HOTTEST)
  Double getTemperature();

  void setTemperature(Double value);

  @Option(
      value =
          "Tokens that an answer of the models that --models names has at most, whatever their"
              + " entry in the study says.",
      group = Option.Group.WHO,
      with = "models",
      least = 1,
      most = StudyModel.MOST_TOKENS)
  Integer getMaxTokensPerAnswer();

  void setMaxTokensPerAnswer(Integer value);

  @Option(
      value =
          "The family of the models that --models names: one for all of them, or one for each in"
              + " their order. If left out, what stands before a name's first hyphen or digit.",
      group = Option.Group.WHO,
      with = "models")
  List<String> getFamily();

  void setFamily(List<String> value);

  @Option(
      value =
          "Keys of the study's topics to ask about, such as f120,e035; all of them if left out.",
      group = Option.Group.WHO)
  List<String> getTopics();

  void setTopics(List<String> value);

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
