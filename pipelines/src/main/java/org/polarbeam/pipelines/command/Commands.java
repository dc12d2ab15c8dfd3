package org.polarbeam.pipelines.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.cli.CommonOptions;

/** The commands there are. */
public final class Commands {
  private static final Map<String, Command> BY_NAME = new LinkedHashMap<>();

  static {
    for (Command command :
        List.of(
            new RunCommand(),
            new AnalyzeCommand(),
            new ElicitCommand(),
            new JudgeCommand(),
            new TranslateCommand(),
            new PlanCommand(),
            new StudyCommand(),
            new TruthCommand(),
            new ReportCommand(),
            new FitCommand(),
            new CompletionCommand())) {
      BY_NAME.put(command.name(), command);
    }
  }

  private Commands() {}

  /** All of them, the usual ones first. */
  public static List<Command> all() {
    return List.copyOf(BY_NAME.values());
  }

  /** The command of a name; null when there is none. */
  public static Command of(String name) {
    return BY_NAME.get(name);
  }

  /**
   * Checks that there is somewhere to write to.
   *
   * @throws InputException when there is not
   */
  static void requireOutput(Arguments args) {
    String output = args.as(CommonOptions.class).getOutput();
    if (output == null || output.isBlank()) {
      throw new InputException("Give --output, the directory to write to.");
    }
  }
}
