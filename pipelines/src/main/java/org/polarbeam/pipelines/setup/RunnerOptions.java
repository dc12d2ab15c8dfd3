package org.polarbeam.pipelines.setup;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.CommonOptions;
import org.polarbeam.pipelines.cli.OptionSpec;
import org.polarbeam.pipelines.google.DryRun;
import org.polarbeam.pipelines.google.GoogleOptions;
import org.polarbeam.pipelines.google.WriteBigQuery;

/** Beam's options of a command, made when the command has something for Beam to do. */
public final class RunnerOptions {
  private static final int MOST_THREADS = 1_024;

  private RunnerOptions() {}

  /**
   * Reads them, and lets Beam's file systems know.
   *
   * @param type the interface of the command's own options
   * @throws InputException when one of Beam's has a value it cannot have
   */
  public static PipelineOptions of(Arguments args, Class<? extends PipelineOptions> type) {
    Set<String> own =
        OptionSpec.of(type).stream().map(OptionSpec::name).collect(Collectors.toSet());
    String[] given = args.forBeam(own);
    String name = "polarbeam-" + args.command();
    PipelineOptions options;
    try {
      options = PipelineOptionsFactory.fromArgs(given).as(type);
    } catch (IllegalArgumentException e) {
      throw new InputException(explain(args.command(), type, given, e));
    }
    if (args.text("appName") == null) {
      options.as(org.apache.beam.sdk.options.ApplicationNameOptions.class).setAppName(name);
    }
    relax(options);
    requirePlaces(args);
    if (args.text("targetParallelism") != null) {
      requireThreads(options.as(DirectOptions.class).getTargetParallelism());
    }
    if (args.hasRemotePlaces() || args.isDataflow()) {
      GoogleOptions.prepare(options);
    }
    if (args.as(CommonOptions.class).getDryRun()) {
      DryRun.prepare(options, args);
    }
    FileSystems.setDefaultPipelineOptions(options);
    return options;
  }

  /** How many threads the DirectRunner works with. */
  static int threads(Arguments args) {
    return of(args, CommonOptions.class).as(DirectOptions.class).getTargetParallelism();
  }

  /** Options for work that is done in this process whatever the runner. */
  public static PipelineOptions here() {
    PipelineOptions options = PipelineOptionsFactory.create();
    relax(options);
    return options;
  }

  /**
   * A pipeline for the runner that the options name.
   *
   * @throws InputException when the runner lacks an option
   */
  public static Pipeline pipeline(PipelineOptions options) {
    try {
      return Pipeline.create(options);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "The " + options.getRunner().getSimpleName() + " cannot be used: " + e.getMessage());
    }
  }

  private static void relax(PipelineOptions options) {
    DirectOptions direct = options.as(DirectOptions.class);
    // Checks for authors of transforms, which cost a copy of every element; our tests run them.
    direct.setEnforceImmutability(false);
    direct.setEnforceEncodability(false);
  }

  private static void requirePlaces(Arguments args) {
    String output = args.text("output");
    if (output != null && CsvTable.hasUnseen(output)) {
      throw new InputException(
          "--output has control characters or turns of direction. Give a name that people can see.");
    }
    String dataset = args.text("bigQueryDataset");
    if (dataset != null) {
      WriteBigQuery.requireDataset(dataset);
      if (!args.isDataflow()
          && args.text("tempLocation") == null
          && args.text("gcpTempLocation") == null) {
        throw new InputException(
            "--bigQueryDataset needs --tempLocation, a place on gs:// where tables are before they"
                + " are loaded, such as gs://bucket/temp.");
      }
    }
  }

  private static void requireThreads(int parallelism) {
    if (parallelism < 1 || parallelism > MOST_THREADS) {
      throw new InputException(
          "--targetParallelism="
              + parallelism
              + " cannot be. Give the number of processors to use, from 1 to "
              + MOST_THREADS
              + ".");
    }
  }

  private static String explain(
      String command,
      Class<? extends PipelineOptions> type,
      String[] args,
      IllegalArgumentException e) {
    return "The option "
        + Arrays.stream(args).filter(arg -> !isReadable(type, arg)).findFirst().orElse("given")
        + " is wrong: "
        + String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read")
        + ". See "
        + command
        + " --help.";
  }

  private static boolean isReadable(Class<? extends PipelineOptions> type, String arg) {
    try {
      PipelineOptionsFactory.fromArgs(arg).as(type);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
