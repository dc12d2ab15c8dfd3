package org.polarbeam.pipelines;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.PaidModels;

/** The command line. Exit status: 0 done, 1 failed, 2 bad usage or input, 3 with dead letters. */
public final class Polarbeam {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  /** The commands that run no pipeline. */
  private static final Set<String> WITHOUT_JOB =
      Set.of(PlanCommand.NAME, ReportCommand.NAME, Fit.NAME);

  private static final Duration LAST_ANSWERS = Duration.ofMinutes(2);

  private static final Map<String, Command<?>> COMMANDS = new LinkedHashMap<>();

  static {
    add(RunOptions.class, Run.NAME, Run::run, "everything, from the study to the report");
    add(
        AnalyzeOptions.class,
        Analyze.NAME,
        Analyze::run,
        "scores or judgements → figures, regressions, report");
    add(ElicitOptions.class, ElicitCommand.NAME, ElicitCommand::run, "study → prompts and answers");
    add(JudgeOptions.class, JudgeCommand.NAME, JudgeCommand::run, "answers → labels");
    add(
        TranslateOptions.class,
        TranslateCommand.NAME,
        TranslateCommand::run,
        "add languages and wordings to a study, for people to verify");
    add(
        PlanOptions.class,
        PlanCommand.NAME,
        PlanCommand::run,
        "what a run would send and cost; spends nothing");
    add(TruthOptions.class, TruthCommand.NAME, TruthCommand::run, "survey microdata → truth.csv");
    add(ReportOptions.class, ReportCommand.NAME, ReportCommand::run, "run directory → report.html");
    add(FitOptions.class, Fit.NAME, Fit::run, "a table of rounds → the coefficients of rq1 or rq2");
  }

  private Polarbeam() {}

  /** A command: its options and what it does with them. */
  record Command<O extends PipelineOptions>(
      String name, Class<O> options, Action<O> action, String summary) {
    int run(String[] args) throws Exception {
      O parsed = OptionParser.parse(name, options, args);
      FileSystems.setDefaultPipelineOptions(parsed);
      boolean dry = parsed.as(CommonOptions.class).getDryRun();
      if (dry && WITHOUT_JOB.contains(name)) {
        throw new InputException("The command " + name + " works here, so it has no Dataflow job.");
      }
      int status = action.run(parsed);
      if (dry && status == Finish.DONE) {
        System.err.println(
            "The job is "
                + parsed.as(DataflowPipelineOptions.class).getTemplateLocation()
                + "; nothing was launched.");
      }
      return status;
    }
  }

  /** What a command does; gives the exit status. */
  interface Action<O> {
    int run(O options) throws Exception;
  }

  private static <O extends PipelineOptions> void add(
      Class<O> options, String name, Action<O> action, String summary) {
    COMMANDS.put(name, new Command<>(name, options, action, summary));
  }

  /** The environment variable that names the command where a launcher gives options only. */
  private static final String COMMAND_VARIABLE = "POLARBEAM_COMMAND";

  /** Runs a command and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(run(withCommand(args, System.getenv(COMMAND_VARIABLE))));
  }

  /** A Flex Template's launcher gives options only; its image names the command. */
  static String[] withCommand(String[] args, String command) {
    if (command == null || command.isBlank() || (args.length > 0 && !args[0].startsWith("--"))) {
      return args;
    }
    List<String> all = new ArrayList<>(List.of(args));
    all.add(0, command);
    return all.toArray(String[]::new);
  }

  /** The command of that name. */
  static Command<?> command(String name) {
    return COMMANDS.get(name);
  }

  /** What is in flight is paid for: it is waited for and stored. */
  private static void awaitAnswers() {
    try {
      PaidModels.awaitQuiet(LAST_ANSWERS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a command; gives its exit status. */
  static int run(String... args) {
    try {
      if (args.length == 0 || Help.isAsked(args[0])) {
        System.out.print(Help.overview(COMMANDS.values()));
        return args.length == 0 ? BAD_INPUT : Finish.DONE;
      }
      Command<?> command = COMMANDS.get(args[0]);
      if (command == null) {
        throw new InputException(
            "There is no command '"
                + args[0]
                + "'. Give one of "
                + String.join(", ", COMMANDS.keySet())
                + ", or --help.");
      }
      String[] rest = Arrays.copyOfRange(args, 1, args.length);
      if (Arrays.stream(rest).anyMatch(Help::isAsked)) {
        System.out.print(Help.of(command));
        return Finish.DONE;
      }
      FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
      PaidModels.reset();
      return command.run(rest);
    } catch (InputException e) {
      System.err.println(e.getMessage());
      return BAD_INPUT;
    } catch (Exception e) {
      awaitAnswers();
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof ModelException) {
          System.err.println("The run was stopped: " + t.getMessage() + ".");
          return FAILED;
        }
      }
      System.err.println("The run failed: " + e);
      e.printStackTrace();
      return FAILED;
    }
  }
}
