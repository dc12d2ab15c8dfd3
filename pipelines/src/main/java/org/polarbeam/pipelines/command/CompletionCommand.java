package org.polarbeam.pipelines.command;

import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.cli.Completion;

/** {@code completion}: a script by which a shell completes commands and options. */
public final class CompletionCommand implements Command {
  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String summary() {
    return "a script by which bash or zsh completes commands and options";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return CompletionOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of("completion --shell=bash", "completion --shell=zsh");
  }

  @Override
  public Set<String> required() {
    return Set.of("shell");
  }

  @Override
  public boolean hasJob() {
    return false;
  }

  @Override
  public int run(Arguments args) {
    String shell = args.as(CompletionOptions.class).getShell();
    if (shell == null) {
      throw new InputException("Give --shell=bash or --shell=zsh.");
    }
    System.out.print(Completion.script(shell, Commands.all()));
    return DONE;
  }
}
