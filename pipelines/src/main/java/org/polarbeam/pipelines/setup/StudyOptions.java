package org.polarbeam.pipelines.setup;

import java.util.List;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.SeedOptions;

/** Which study, in which languages. */
public interface StudyOptions extends SeedOptions {
  @Option(value = "The study as YAML; the bundled one if left out.", kind = Option.Kind.FILE)
  String getStudy();

  void setStudy(String value);

  @Option("A subset of the languages, such as en,da.")
  List<String> getLanguages();

  void setLanguages(List<String> value);
}
