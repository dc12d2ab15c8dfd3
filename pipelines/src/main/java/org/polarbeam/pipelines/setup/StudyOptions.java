package org.polarbeam.pipelines.setup;

import java.util.List;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.SeedOptions;

/** Which study, in which languages. */
public interface StudyOptions extends StudyFileOptions, SeedOptions {
  @Option("A subset of the languages, such as en,da.")
  List<String> getLanguages();

  void setLanguages(List<String> value);
}
