package org.polarbeam.pipelines.rundir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.OptionSpec;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.stats.Draws;

/**
 * What decides a run's results: every option of the command that says so, files by their content. A
 * directory can be resumed by a command with the same key alone. An option counts unless its
 * declaration says that it does not, so that a new one is never forgotten.
 */
public final class ResumeKey {
  private final String command;
  private final TreeMap<String, String> madeFrom = new TreeMap<>();
  private final List<String> read = new ArrayList<>();

  private ResumeKey(String command) {
    this.command = command;
  }

  /** By the options as they were given; those that have no value are left out. */
  public static ResumeKey of(Arguments args, Inputs inputs) {
    ResumeKey key = new ResumeKey(args.command());
    for (OptionSpec spec : args.specs()) {
      String value = spec.decides() ? args.text(spec.name()) : null;
      if (value != null) {
        List<String> files =
            spec.kind() == Option.Kind.FILE || spec.kind() == Option.Kind.FILES
                ? inputs.expand(spec.name(), args.list(spec.name()))
                : List.of();
        key.madeFrom.put(spec.key(), files.isEmpty() ? value : inputs.digest(files));
      }
    }
    return key.reading(inputs.extended());
  }

  /** The same with what some options stand for, such as the models that names mean. */
  public ResumeKey with(Map<String, String> meant) {
    madeFrom.putAll(meant);
    return this;
  }

  /** The same, knowing of further files, by paths or globs, that the command reads. */
  public ResumeKey reading(List<String> places) {
    read.addAll(places);
    return this;
  }

  /** The places of files that are read besides those that options name. */
  List<String> read() {
    return List.copyOf(read);
  }

  /** The command. */
  String command() {
    return command;
  }

  /** What decides the results, by name. */
  Map<String, String> madeFrom() {
    return madeFrom;
  }

  /** The key, as the manifest has it. */
  String id() {
    return Draws.idOf(command, madeFrom.toString());
  }
}
