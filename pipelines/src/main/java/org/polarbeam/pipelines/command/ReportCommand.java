package org.polarbeam.pipelines.command;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.rundir.OutputFile;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.pipelines.rundir.StoredRun;
import org.polarbeam.report.RunReport;
import org.polarbeam.transforms.internal.BeamFiles;

/** {@code report}: the HTML report of a run directory. */
public final class ReportCommand implements Command {
  @Override
  public String name() {
    return "report";
  }

  @Override
  public String summary() {
    return "run directory → report.html";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return ReportOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "report --run=out/run",
        "report --run=out/november --against=out/october --output=moved.html");
  }

  @Override
  public Set<String> required() {
    return Set.of("run");
  }

  @Override
  public boolean hasJob() {
    return false;
  }

  @Override
  public int run(Arguments args) throws IOException {
    ReportOptions options = args.as(ReportOptions.class);
    if (options.getRun() == null) {
      throw new InputException("Give --run, the directory of a run such as out/run.");
    }
    StoredRun run = new StoredRun(options.getRun()).require("run");
    String against = options.getAgainst();
    StoredRun earlier = against == null ? null : new StoredRun(against).require("against");
    String file =
        options.getOutput() == null
            ? BeamFiles.in(options.getRun(), RunDirectory.REPORT)
            : options.getOutput();
    OutputFile.require(file, RunReport.TITLE);
    String page =
        earlier == null ? RunReport.html(run) : RunReport.html(run, earlier, nameOf(against));
    if (options.getOutput() == null) {
      RunDirectory.writeReport(args, options.getRun(), page);
    } else {
      OutputFile.write(file, page);
    }
    System.err.println("The report is " + file);
    return DONE;
  }

  /** What a person calls a directory. */
  private static String nameOf(String directory) {
    return BeamFiles.nameOf(directory.replaceAll("/+$", ""));
  }
}
