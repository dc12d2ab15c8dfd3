package org.polarbeam.pipelines.command;

import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.setup.StudyFileOptions;

/** Options of {@code study}. */
public interface StudyCommandOptions extends StudyFileOptions {
  @Option("Print the whole study as YAML, with all that it has from the study that it extends.")
  boolean getPrint();

  void setPrint(boolean value);

  @Option("Check the study, and say in a sentence what is in it.")
  boolean getCheck();

  void setCheck(boolean value);

  @Option("Print the JSON Schema of a study's YAML, by which editors complete and check one.")
  boolean getSchema();

  void setSchema(boolean value);
}
