package org.polarbeam.pipelines;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Nearest;
import org.polarbeam.files.Printable;
import org.polarbeam.model.KnownKeys;
import org.polarbeam.model.ModelException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.cli.CommonOptions;
import org.polarbeam.pipelines.cli.Failures;
import org.polarbeam.pipelines.cli.Help;
import org.polarbeam.pipelines.command.Commands;
import org.polarbeam.pipelines.google.BucketAccess;
import org.polarbeam.pipelines.google.DryRun;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.pipelines.setup.RunnerOptions;
import org.polarbeam.pipelines.stage.Interruption;

/** The command line. Exit status: 0 done, 1 failed, 2 bad usage or input, 3 with dead letters. */
public final class Polarbeam {
  /** What libraries take of the folder for temporary files, in bytes. */
  private static final int ROOM = 1 << 20;

  /** The environment variable that names the command where a launcher gives options only. */
  private static final String COMMAND_VARIABLE = "POLARBEAM_COMMAND";

  /** What Java makes of bytes that are no letter. */
  private static final char UNREADABLE = '\ufffd';

  private Polarbeam() {}

  /** Runs a command and ends the process with its status. */
  public static void main(String[] args) {
    int status = run(withCommand(args, System.getenv(COMMAND_VARIABLE)));
    if (status == Command.DONE && System.out.checkError() && !isPipe()) {
      say("What was to be printed cannot be written. Is the disk full, or the output closed?");
      status = Command.FAILED;
    }
    System.exit(Interruption.status(status));
  }

  /** Whether a reader, such as head, may have had enough of what is printed. */
  private static boolean isPipe() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false; // a system without
    }
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

  /** Runs a command; gives its exit status. */
  static int run(String... args) {
    try {
      for (String arg : args) {
        if (arg.indexOf(UNREADABLE) >= 0) {
          throw new InputException(
              "The option "
                  + arg
                  + " has signs that are no UTF-8, or this locale has no UTF-8. Rename the file that"
                  + " it names, or set LC_ALL=C.UTF-8.");
        }
      }
      if (args.length == 0 || Help.isAsked(args[0])) {
        System.out.print(Help.overview(Commands.all()));
        return args.length == 0 ? Command.BAD_INPUT : Command.DONE;
      }
      if (args[0].equals("--version")) {
        System.out.println("polarbeam " + version() + " (Java " + Runtime.version() + ")");
        return Command.DONE;
      }
      Command command = command(args[0]);
      String[] rest = Arrays.copyOfRange(args, 1, args.length);
      if (Arrays.stream(rest).anyMatch(Help::isAsked)) {
        System.out.print(Help.of(command));
        return Command.DONE;
      }
      return run(command, rest);
    } catch (InputException e) {
      say(e.getMessage());
      return Command.BAD_INPUT;
    } catch (Exception e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof ModelException) {
          String why = String.valueOf(t.getMessage());
          say("The run was stopped: " + why + (why.matches("(?s).*[.!?…]") ? "" : "."));
          return Command.FAILED;
        }
      }
      return failed(e);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
      return failed(e);
    }
  }

  private static int failed(Throwable e) {
    say("The run failed: " + Failures.sentence(e));
    if ("debug".equals(System.getenv("POLARBEAM_LOG"))) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      say(trace.toString());
    } else {
      say("POLARBEAM_LOG=debug tells where.");
    }
    return Command.FAILED;
  }

  /** Nothing of what a file, a server or an option holds is a command to the terminal, or a key. */
  private static void say(String message) {
    System.err.println(KnownKeys.maskLikely(KnownKeys.mask(Printable.of(String.valueOf(message)))));
  }

  /** Libraries put parts of themselves there, and tell in their own way where they cannot. */
  private static void requireTemporaryFiles() {
    try {
      Path file = Files.createTempFile("polarbeam", null);
      try {
        Files.write(file, new byte[ROOM]);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw InputException.in(
          System.getProperty("java.io.tmpdir"),
          "temporary files cannot be written there: " + e.getMessage(),
          "Make room or raise ulimit -f, or name another folder by"
              + " POLARBEAM_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
    }
  }

  private static Command command(String name) {
    Command command = Commands.of(name);
    if (command != null) {
      return command;
    }
    List<String> names = Commands.all().stream().map(Command::name).toList();
    throw new InputException(
        "There is no command '"
            + name
            + "'. "
            + Nearest.question(name, names)
            + "Give one of "
            + names.stream().collect(Collectors.joining(", "))
            + ", or --help.");
  }

  private static int run(Command command, String[] options) throws Exception {
    Arguments args = command.parse(options);
    boolean dry = args.as(CommonOptions.class).getDryRun();
    if (dry && !command.hasJob()) {
      throw new InputException(
          "The command " + command.name() + " works here, so it has no Dataflow job.");
    }
    if (dry) {
      DryRun.require(args);
    }
    requireTemporaryFiles();
    if (args.hasRemotePlaces()) {
      // lets the file systems know before inputs are read
      PipelineOptions places = RunnerOptions.of(args, command.options());
      if (!dry) {
        BucketAccess.require(places, args.remotePlace());
      }
    }
    Inputs.requireLocal(args, command.specs());
    int status = command.run(args);
    if (dry && status == Command.DONE) {
      System.err.println("The job is " + args.text("dataflowJobFile") + "; nothing was launched.");
    }
    return status;
  }

  private static String version() {
    String version = Polarbeam.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
