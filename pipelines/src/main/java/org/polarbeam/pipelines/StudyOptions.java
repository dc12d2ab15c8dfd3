package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Description;

/** Which study, in which languages. */
public interface StudyOptions extends CommonOptions {
  @Description("The study as YAML; the bundled one if left out.")
  String getStudy();

  void setStudy(String value);

  @Description("A subset of the languages, such as en,da.")
  List<String> getLanguages();

  void setLanguages(List<String> value);
}
