package org.polarbeam.pipelines.command;

import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.pipelines.cli.Option;

/** Options of {@code completion}. */
public interface CompletionOptions extends PipelineOptions {
  @Option(
      value = "The shell to write for.",
      choices = {"bash", "zsh"})
  String getShell();

  void setShell(String value);
}
