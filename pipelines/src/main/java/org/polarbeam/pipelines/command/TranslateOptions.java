package org.polarbeam.pipelines.command;

import org.apache.beam.sdk.options.Default;
import org.polarbeam.pipelines.cli.CommonOptions;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.setup.AskingOptions;
import org.polarbeam.pipelines.setup.TranslatorOptions;

/** Options of {@code translate}. */
public interface TranslateOptions extends TranslatorOptions, AskingOptions, CommonOptions {
  @Option(
      value =
          "First write further English variations, until each topic has so many. 0 to leave"
              + " them as they are.",
      least = 0,
      most = 1000)
  @Default.Integer(0)
  int getVariations();

  void setVariations(int value);

  @Option(
      value = "First write further English templates, until there are so many. 0 likewise.",
      least = 0,
      most = 1000)
  @Default.Integer(0)
  int getTemplates();

  void setTemplates(int value);

  @Option(
      value =
          "The review.csv of an earlier translate, filled in: yes under verified, or a better"
              + " text under correction. Without --translator nothing else is done.",
      kind = Option.Kind.FILE)
  String getReviewed();

  void setReviewed(String value);
}
