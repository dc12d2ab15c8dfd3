package org.polarbeam.pipelines.command;

import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.pipelines.cli.Option;

/** Options of {@code report}. */
public interface ReportOptions extends PipelineOptions {
  @Option(value = "The directory of a run or an analysis.", kind = Option.Kind.FOLDER)
  String getRun();

  void setRun(String value);

  @Option(
      value =
          "The directory of an earlier run to compare with, such as last month's: the report"
              + " then begins with what moved beyond its interval.",
      kind = Option.Kind.FOLDER)
  String getAgainst();

  void setAgainst(String value);

  @Option(
      value = "The HTML file to write; report.html in the run's directory if left out.",
      kind = Option.Kind.NEW_FILE)
  String getOutput();

  void setOutput(String value);
}
