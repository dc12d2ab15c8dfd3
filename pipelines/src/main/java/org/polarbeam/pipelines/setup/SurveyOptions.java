package org.polarbeam.pipelines.setup;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.pipelines.cli.Option;

/** How survey microdata are read. */
public interface SurveyOptions extends PipelineOptions {
  @Option(
      value =
          "The layout of --survey: evs-wvs-joint, wvs7, wvs-timeseries, ess, afrobarometer9,"
              + " latinobarometro, pew-global, or the file of a description of your own, as"
              + " docs/surveys.md tells.",
      group = Option.Group.ANALYSIS)
  @Default.String("evs-wvs-joint")
  String getSurveyFormat();

  void setSurveyFormat(String value);

  @Option(
      value =
          "The share of a survey's rows that may be left out because they cannot be read, such as"
              + " those with a negative weight; more of them refuse the file.",
      group = Option.Group.ANALYSIS,
      least = 0,
      most = 1)
  @Default.Double(0.01)
  double getMaxBadRows();

  void setMaxBadRows(double value);
}
