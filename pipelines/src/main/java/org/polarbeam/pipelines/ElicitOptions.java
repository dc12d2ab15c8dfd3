package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Description;

/** Options of {@code elicit}. */
public interface ElicitOptions extends CastOptions {
  @Description("For simulated respondents only: the truth that their views are made of.")
  List<String> getTruth();

  void setTruth(List<String> value);
}
