package org.polarbeam.pipelines.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;
import org.polarbeam.model.Providers;

/** A command of the program. */
public interface Command {
  /** Exit status: all is done. */
  int DONE = 0;

  /** Exit status: something went wrong on the way. */
  int FAILED = 1;

  /** Exit status: bad usage or input. */
  int BAD_INPUT = 2;

  /** Exit status: done, but some elements went to the dead letters. */
  int DEAD_LETTERS = 3;

  /** What it is called. */
  String name();

  /** What it does, in a few words. */
  String summary();

  /** The interface of its options. */
  Class<? extends PipelineOptions> options();

  /** Two ways to call it, without the program's name. */
  List<String> examples();

  /** The options that must be given. */
  default Set<String> required() {
    return Set.of();
  }

  /** Values of options that are not given, where they differ from the options' own. */
  default Map<String, String> defaults() {
    return Map.of();
  }

  /** Whether it asks models, so that it takes their providers' options too. */
  default boolean asksModels() {
    return false;
  }

  /** Whether it runs a pipeline, so that it has a job. */
  default boolean hasJob() {
    return true;
  }

  /** Options that a template of it does not have, besides those that are local anyway. */
  default Set<String> notInTemplate() {
    return Set.of();
  }

  /** Options that are checked but change nothing, so that another command's can be given to it. */
  default List<OptionSpec> letPass() {
    return List.of();
  }

  /**
   * Does it.
   *
   * @return the exit status
   */
  int run(Arguments args) throws Exception;

  /** All of its options, by name. */
  default List<OptionSpec> specs() {
    List<OptionSpec> specs = new ArrayList<>(OptionSpec.of(options()));
    if (asksModels()) {
      specs.addAll(OptionSpec.of(Providers.installed()));
    }
    return specs;
  }

  /**
   * Its options as they were given.
   *
   * @throws InputException when one is misspelt, given twice, or has a value it cannot have
   */
  default Arguments parse(String... given) {
    List<OptionSpec> all = new ArrayList<>(specs());
    Set<String> own = all.stream().map(OptionSpec::name).collect(Collectors.toSet());
    letPass().stream().filter(o -> !own.contains(o.name())).forEach(all::add);
    return Arguments.parse(name(), all, defaults(), given);
  }
}
