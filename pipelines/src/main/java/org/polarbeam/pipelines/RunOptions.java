package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code run}. */
public interface RunOptions extends AnalysisOptions {
  @Description(
      "Who is asked: names of the study's models, or PROVIDER:NAME[@ENDPOINT] with the providers"
          + " simulate, replay and openai. All models of the study if left out.")
  List<String> getModels();

  void setModels(List<String> value);

  @Description("Who labels the answers, spelt like a model; the study's judge if left out.")
  String getJudge();

  void setJudge(String value);

  @Description("Who translates wording into languages the study does not have, spelt like a model.")
  String getTranslator();

  void setTranslator(String value);

  @Description("Prompts a language, drawn from all templates and topic variations.")
  @Default.Integer(300)
  int getPrompts();

  void setPrompts(int value);

  @Description("How often each prompt is asked.")
  @Default.Integer(1)
  int getSamples();

  void setSamples(int value);

  @Description("Requests in flight at most, by endpoint and worker.")
  @Default.Integer(64)
  int getMaxInFlight();

  void setMaxInFlight(int value);

  @Description("How often a request is tried at most when the endpoint fails for the moment.")
  @Default.Integer(5)
  int getAttempts();

  void setAttempts(int value);

  @Description("The environment variable that holds the endpoints' key.")
  @Default.String("OPENAI_API_KEY")
  String getApiKeyEnv();

  void setApiKeyEnv(String value);

  @Description(
      "Survey microdata to make the truth from, instead of --truth. Without either, a synthetic"
          + " survey is made if all models are simulated.")
  List<String> getSurvey();

  void setSurvey(List<String> value);

  @Description("Respondents a country in the synthetic survey.")
  @Default.Integer(300)
  int getSurveyRespondents();

  void setSurveyRespondents(int value);
}
