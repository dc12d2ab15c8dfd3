package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Description;

/** Options of {@code truth}. */
public interface TruthOptions extends CommonOptions {
  @Description(
      "Survey microdata as CSV in the shape of the EVS/WVS joint file: cntry_AN, lnge_iso, gwght,"
          + " pwght and a column a question.")
  List<String> getSurvey();

  void setSurvey(List<String> value);

  @Description(
      "Keys of the questions to use, such as f120,e035; every question of sections B to F and H"
          + " if left out.")
  List<String> getTopics();

  void setTopics(List<String> value);
}
