package org.polarbeam.pipelines;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options of {@code report}. */
public interface ReportOptions extends PipelineOptions {
  @Description("The directory of a run or an analysis.")
  String getRun();

  void setRun(String value);

  @Description(
      "The directory of an earlier run to compare with, such as last month's: the report then begins"
          + " with what moved beyond its interval.")
  String getAgainst();

  void setAgainst(String value);

  @Description("The HTML file to write; report.html in the run's directory if left out.")
  String getOutput();

  void setOutput(String value);
}
