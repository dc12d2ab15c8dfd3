package org.polarbeam.pipelines.setup;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.pipelines.cli.Option;

/** How models are asked, and what that may cost. */
public interface AskingOptions extends PipelineOptions {
  @Option(
      value =
          "Requests in flight at most, by endpoint and worker process. 0 for the usual number:"
              + " 256 at a server of your own such as vLLM, 64 at OpenAI's own endpoint.",
      group = Option.Group.ASKING,
      least = 0,
      most = 10_000,
      decides = false)
  @Default.Integer(0)
  int getMaxInFlight();

  void setMaxInFlight(int value);

  @Option(
      value =
          "How often a question is asked at most when something passing fails or an answer"
              + " cannot be used. Requests that the endpoint puts off (429, 503) do not count.",
      group = Option.Group.ASKING,
      least = 1,
      most = 100,
      decides = false)
  @Default.Integer(5)
  int getAttempts();

  void setAttempts(int value);

  @Option(
      value =
          "After how many seconds without an answer a request is given up; they begin anew whenever"
              + " one that was sent before it is answered.",
      group = Option.Group.ASKING,
      least = 1,
      most = 86_400,
      decides = false)
  @Default.Integer(600)
  int getRequestTimeoutSeconds();

  void setRequestTimeoutSeconds(int value);

  @Option(
      value =
          "Requests a minute at most, by model and worker process, for models whose study entry"
              + " sets no limit. 0 for no limit.",
      group = Option.Group.ASKING,
      least = 0,
      most = 1e9,
      decides = false)
  @Default.Double(0)
  double getRequestsPerMinute();

  void setRequestsPerMinute(double value);

  @Option(
      value = "Tokens a minute at most, in and out, likewise. 0 for no limit.",
      group = Option.Group.ASKING,
      least = 0,
      most = 1e12,
      decides = false)
  @Default.Double(0)
  double getTokensPerMinute();

  void setTokensPerMinute(double value);

  @Option(
      value =
          "The environment variable that holds the endpoint's key, or HOST=VARIABLE for each of"
              + " several endpoints, with commas between them. Vendors that have a name of their own,"
              + " such as mistral:, have their usual variable, such as MISTRAL_API_KEY; OPENAI_API_KEY"
              + " is sent to OpenAI alone.",
      group = Option.Group.ASKING,
      kind = Option.Kind.VARIABLE,
      decides = false,
      local = true)
  @Default.String("OPENAI_API_KEY")
  String getApiKeyEnv();

  void setApiKeyEnv(String value);

  @Option(
      value =
          "Ask anew for what was answered in vain: a question all of whose stored answers a reader"
              + " refuses, such as labels that are none, gets up to --attempts further ones. Without"
              + " it, what is stored is read again and nobody is asked.",
      group = Option.Group.ASKING,
      decides = false)
  boolean getRetryUnreadable();

  void setRetryUnreadable(boolean value);

  @Option(
      value =
          "Leave out settings of a model's sampling that its endpoint refuses, in place of ending the"
              + " run: its answers are then drawn by the endpoint's own.",
      group = Option.Group.ASKING)
  boolean getDropRefusedSampling();

  void setDropRefusedSampling(boolean value);

  @Option(
      value =
          "The secret in Google's Secret Manager that holds the endpoints' key, in place of an"
              + " environment variable: projects/P/secrets/S/versions/V. It is read by the workers.",
      group = Option.Group.ASKING,
      kind = Option.Kind.SECRET,
      decides = false)
  String getApiKeySecret();

  void setApiKeySecret(String value);

  @Option(
      value =
          "Where every answer that was paid for is kept; several runs may share it. The folder"
              + " store in the run's directory if left out.",
      group = Option.Group.ASKING,
      kind = Option.Kind.FOLDER,
      decides = false)
  String getStore();

  void setStore(String value);

  @Option(
      value =
          "End the run before it costs more than this, by worker process, in the price table's"
              + " currency. 0 for no limit. What was paid for stays in the store; a later run goes on"
              + " from there.",
      group = Option.Group.ASKING,
      least = 0,
      most = 1e9,
      decides = false)
  @Default.Double(0)
  double getMaxCost();

  void setMaxCost(double value);

  @Option(
      value = "End the run before it uses more tokens than this, in and out. 0 for no limit.",
      group = Option.Group.ASKING,
      least = 0,
      most = 1e15,
      decides = false)
  @Default.Long(0)
  long getMaxTokens();

  void setMaxTokens(long value);

  @Option(
      value =
          "Prices as CSV: model, input_per_million, output_per_million. A row holds for"
              + " the model of that name, one such as gpt-4.1-* for all whose names begin so. A table"
              + " of list prices if left out; plan names the row that is used.",
      group = Option.Group.ASKING,
      kind = Option.Kind.FILE,
      decides = false)
  String getPrices();

  void setPrices(String value);
}
