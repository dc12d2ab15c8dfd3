package org.polarbeam.pipelines;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options of {@code report}. */
public interface ReportOptions extends PipelineOptions {
  @Description("The directory of a run or an analysis.")
  String getRun();

  void setRun(String value);

  @Description("The HTML file to write; report.html in the run's directory if left out.")
  String getOutput();

  void setOutput(String value);
}
