package org.polarbeam.pipelines;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** How models are asked, and what that may cost. */
public interface AskingOptions extends CommonOptions {
  @Description(
      "Requests in flight at most, by endpoint and worker process. 0 for the usual number: 256 at a"
          + " server of your own such as vLLM, 64 at OpenAI's own endpoint.")
  @Default.Integer(0)
  int getMaxInFlight();

  void setMaxInFlight(int value);

  @Description(
      "How often a question is asked at most when something passing fails or an answer cannot be"
          + " used. Requests that the endpoint puts off (429, 503) do not count.")
  @Default.Integer(5)
  int getAttempts();

  void setAttempts(int value);

  @Description("After how many seconds without an answer a request is given up.")
  @Default.Integer(600)
  int getRequestTimeoutSeconds();

  void setRequestTimeoutSeconds(int value);

  @Description(
      "Requests a minute at most, by model and worker process, for models whose study entry sets no"
          + " limit. 0 for no limit.")
  @Default.Double(0)
  double getRequestsPerMinute();

  void setRequestsPerMinute(double value);

  @Description("Tokens a minute at most, in and out, likewise. 0 for no limit.")
  @Default.Double(0)
  double getTokensPerMinute();

  void setTokensPerMinute(double value);

  @Description("How often a batch of the provider openai-batch is looked after, in seconds.")
  @Default.Integer(60)
  int getBatchPollSeconds();

  void setBatchPollSeconds(int value);

  @Description("The environment variable that holds the endpoints' key.")
  @Default.String("OPENAI_API_KEY")
  String getApiKeyEnv();

  void setApiKeyEnv(String value);

  @Description(
      "The secret in Google's Secret Manager that holds the endpoints' key, in place of an environment"
          + " variable: projects/P/secrets/S/versions/V. It is read by the workers.")
  String getApiKeySecret();

  void setApiKeySecret(String value);

  @Description(
      "Where every answer that was paid for is kept; several runs may share it."
          + " The folder store in the run's directory if left out.")
  String getStore();

  void setStore(String value);

  @Description(
      "End the run before it costs more than this, by worker process, in the price table's currency."
          + " 0 for no limit. What was paid for stays in the store; a later run goes on from there.")
  @Default.Double(0)
  double getMaxCost();

  void setMaxCost(double value);

  @Description("End the run before it uses more tokens than this, in and out. 0 for no limit.")
  @Default.Long(0)
  long getMaxTokens();

  void setMaxTokens(long value);

  @Description(
      "Prices as CSV: model, input_per_million, output_per_million. A row holds for all models whose"
          + " names begin with its model. A table of list prices if left out.")
  String getPrices();

  void setPrices(String value);
}
