package org.polarbeam.pipelines;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code translate}. */
public interface TranslateOptions extends CastOptions {
  @Description(
      "First write further English variations, until each topic has so many. 0 to leave them as they"
          + " are.")
  @Default.Integer(0)
  int getVariations();

  void setVariations(int value);

  @Description("First write further English templates, until there are so many. 0 likewise.")
  @Default.Integer(0)
  int getTemplates();

  void setTemplates(int value);

  @Description(
      "The review.csv of an earlier translate, filled in: yes under verified, or a better text under"
          + " correction. Without --translator nothing else is done.")
  String getReviewed();

  void setReviewed(String value);
}
