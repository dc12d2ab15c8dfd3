package org.polarbeam.pipelines;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.polarbeam.files.InputException;

/** Reads options as Beam does, with errors for people. */
final class OptionParser {
  private static final Pattern UNKNOWN =
      Pattern.compile("missing a property named '([^']*)'(?:.*?Did you mean (.*?)\\?)?");

  /** Answers are small objects, many written at once; the usual buffer of each is 64 MiB. */
  private static final int UPLOAD_BUFFER = 1 << 20;

  private OptionParser() {}

  /**
   * Reads the options of a command.
   *
   * @throws InputException when one is misspelt or has a value it cannot have
   */
  static <O extends PipelineOptions> O parse(String command, Class<O> type, String[] args) {
    Set<String> given = new HashSet<>();
    for (String arg : args) {
      if (!arg.startsWith("--")) {
        throw new InputException(
            "'"
                + arg
                + "' is no option. Options are spelt --name=value; see "
                + command
                + " --help.");
      }
      String name = arg.split("=", 2)[0];
      if (!given.add(name)) {
        throw new InputException(
            "The option " + name + " is given twice. Give it once, with commas between several.");
      }
    }
    List<String> all = new ArrayList<>(Arrays.asList(args));
    if (all.stream().noneMatch(a -> a.startsWith("--appName"))) {
      all.add("--appName=polarbeam-" + command);
    }
    O options;
    try {
      options = PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).as(type);
    } catch (IllegalArgumentException e) {
      throw new InputException(explain(command, type, args, e));
    }
    relax(options);
    GcsOptions storage = options.as(GcsOptions.class);
    if (storage.getGcsUploadBufferSizeBytes() == null) {
      storage.setGcsUploadBufferSizeBytes(UPLOAD_BUFFER);
    }
    String dataset = options.as(CommonOptions.class).getBigQueryDataset();
    if (dataset != null) {
      WriteBigQuery.reference(dataset, ""); // is spelt as one
    }
    if (options.as(CommonOptions.class).getDryRun()) {
      DryRun.prepare(options);
    }
    return options;
  }

  /** Options for work that is done in this process whatever the runner. */
  static PipelineOptions here() {
    PipelineOptions options = PipelineOptionsFactory.create();
    relax(options);
    return options;
  }

  private static void relax(PipelineOptions options) {
    DirectOptions direct = options.as(DirectOptions.class);
    // Checks for authors of transforms, which cost a copy of every element; our tests run them.
    direct.setEnforceImmutability(false);
    direct.setEnforceEncodability(false);
  }

  private static String explain(
      String command,
      Class<? extends PipelineOptions> type,
      String[] args,
      IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.find()) {
      String meant = unknown.group(2) == null ? "" : " Did you mean " + unknown.group(2) + "?";
      return "There is no option --"
          + unknown.group(1)
          + "."
          + meant
          + " See "
          + command
          + " --help.";
    }
    return "The option "
        + Arrays.stream(args).filter(arg -> !isReadable(type, arg)).findFirst().orElse("given")
        + " is wrong: "
        + message.lines().findFirst().orElse("it cannot be read")
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
