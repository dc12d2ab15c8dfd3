package org.polarbeam.pipelines.setup;

import org.apache.beam.sdk.options.Default;
import org.polarbeam.pipelines.cli.Option;

/** Who translates, and whether people must have looked. */
public interface TranslatorOptions extends StudyOptions {
  @Option(
      value = "Who translates wording into languages the study does not have, spelt like a model.",
      group = Option.Group.WHO)
  String getTranslator();

  void setTranslator(String value);

  @Option(
      value = "Refuse to run while a person has not verified all wording that is used.",
      group = Option.Group.WHO,
      decides = false)
  @Default.Boolean(false)
  boolean getVerifiedOnly();

  void setVerifiedOnly(boolean value);
}
