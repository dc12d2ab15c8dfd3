package org.polarbeam.pipelines.cli;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The help texts, made from the options' own descriptions. */
public final class Help {
  private static final int WIDTH = 92;
  private static final int INDENT = 26;

  private Help() {}

  /** Whether an argument asks for help. */
  public static boolean isAsked(String arg) {
    return arg.equals("--help") || arg.equals("-h") || arg.equals("help");
  }

  /** What the program can do. */
  public static String overview(Collection<Command> commands) {
    StringBuilder text =
        new StringBuilder(
            """
            Polarbeam measures whose values a language model speaks when it speaks a language.

            Usage: ./polarbeam COMMAND [--option=value ...]

            """);
    commands.forEach(c -> entry(text, "  " + c.name(), c.summary()));
    text.append(
        """

        Try ./polarbeam run first: it needs nothing, costs nothing, and shows the whole method on
        simulated respondents. ./polarbeam COMMAND --help lists a command's options;
        ./polarbeam --version tells what this is; source <(./polarbeam completion --shell=bash) completes
        commands and options, zsh likewise.
        Exit status: 0 done, 1 failed, 2 bad usage or input, 3 done but with dead letters.
        """);
    return text.toString();
  }

  /** What a command can do: its examples, then its options under their headings. */
  public static String of(Command command) {
    StringBuilder text =
        new StringBuilder("./polarbeam " + command.name() + ": " + command.summary() + "\n\n");
    command.examples().forEach(e -> text.append("  ./polarbeam ").append(e).append('\n'));
    List<OptionSpec> specs = command.specs();
    for (Option.Group group : Option.Group.values()) {
      List<OptionSpec> its = specs.stream().filter(s -> s.group() == group).toList();
      if (!its.isEmpty()) {
        text.append('\n').append(group.heading()).append(":\n");
        its.forEach(s -> entry(text, "  --" + s.name(), describe(command, s)));
      }
    }
    if (command.hasJob()) {
      text.append("\nAll of Beam's options may be given too, such as --runner.\n");
    }
    return text.toString();
  }

  /** What an option does, what it may be, and what it is when it is left out. */
  private static String describe(Command command, OptionSpec spec) {
    StringBuilder text = new StringBuilder(spec.text());
    if (!spec.choices().isEmpty() && !namesChoices(spec)) {
      text.append(" One of ").append(String.join(", ", spec.choices())).append('.');
    }
    String otherwise = command.defaults().getOrDefault(spec.name(), spec.otherwise());
    if (command.required().contains(spec.name())) {
      text.append(" Required.");
    } else if (otherwise != null) {
      text.append(" Default: ").append(otherwise).append('.');
    }
    return text.toString();
  }

  private static boolean namesChoices(OptionSpec spec) {
    String text = spec.text().toLowerCase(Locale.ROOT);
    return spec.choices().stream().allMatch(c -> text.contains(c + ":"));
  }

  /** A name with its description beside it, broken into lines. */
  private static void entry(StringBuilder text, String name, String description) {
    StringBuilder line = new StringBuilder(name + " ");
    while (line.length() < INDENT) {
      line.append(' ');
    }
    for (String word : description.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH) {
        text.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(" ".repeat(INDENT));
      }
      line.append(word).append(' ');
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
