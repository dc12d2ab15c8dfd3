package org.polarbeam.pipelines.cli;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Scripts by which shells complete commands, options, choices and files. */
public final class Completion {
  private Completion() {}

  /**
   * The script of a shell.
   *
   * @param shell {@code bash} or {@code zsh}
   */
  public static String script(String shell, Collection<Command> commands) {
    String bash = bash(commands);
    return shell.equals("zsh") ? "autoload -U +X bashcompinit && bashcompinit\n" + bash : bash;
  }

  private static String bash(Collection<Command> commands) {
    StringBuilder text = new StringBuilder();
    text.append("_polarbeam() {\n");
    text.append("  local cur=\"${COMP_LINE:0:$COMP_POINT}\"; cur=\"${cur##*[[:space:]]}\"\n");
    text.append("  local command=\"${COMP_WORDS[1]}\" options=\"\" value=\"${cur#*=}\"\n");
    text.append("  local IFS=$' \\t\\n'\n");
    text.append("  COMPREPLY=()\n");
    text.append("  if [ \"$COMP_CWORD\" -eq 1 ]; then\n");
    text.append("    COMPREPLY=($(compgen -W \"").append(names(commands));
    text.append(" --help --version\" -- \"$cur\"))\n    return\n  fi\n");
    text.append("  case \"$command\" in\n");
    for (Command command : commands) {
      text.append("    ").append(command.name()).append(")\n");
      text.append("      case \"$cur\" in\n");
      for (OptionSpec spec : command.specs()) {
        value(text, spec);
      }
      text.append("      esac\n");
      text.append("      options=\"--help");
      for (OptionSpec spec : command.specs()) {
        text.append(" --").append(spec.name());
        text.append(spec.type() == OptionSpec.Type.FLAG ? "" : "=");
      }
      text.append("\"\n      ;;\n");
    }
    text.append("  esac\n");
    text.append("  case \"$cur\" in *=*) return ;; esac\n");
    text.append("  compopt -o nospace 2>/dev/null\n");
    text.append("  COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n");
    text.append("}\n");
    text.append("if [ -n \"${ZSH_VERSION:-}\" ]; then # which knows no compopt\n");
    text.append("  complete -o nospace -F _polarbeam polarbeam ./polarbeam\n");
    text.append("else\n");
    text.append("  complete -F _polarbeam polarbeam ./polarbeam\n");
    text.append("fi\n");
    return text.toString();
  }

  private static String names(Collection<Command> commands) {
    return commands.stream().map(Command::name).collect(Collectors.joining(" "));
  }

  private static void value(StringBuilder text, OptionSpec spec) {
    List<String> choices =
        spec.type() == OptionSpec.Type.FLAG ? List.of("true", "false") : spec.choices();
    String what =
        switch (spec.kind()) {
          case FILE, FILES, NEW_FILE -> "-f";
          case FOLDER -> "-d";
          case PLAIN, SECRET, VARIABLE, DATASET ->
              choices.isEmpty() ? null : "-W \"" + String.join(" ", choices) + "\"";
        };
    if (what != null) {
      text.append("        --").append(spec.name()).append("=*)\n");
      if (what.length() == 2) { // names of files, which may have blanks and go on
        text.append("          IFS=$'\\n'; compopt -o filenames 2>/dev/null\n");
      }
      text.append("          COMPREPLY=($(compgen ").append(what).append(" -- \"$value\"))\n");
      // bash takes what follows the sign of equality for a word of its own, zsh does not
      text.append("          [ -z \"${ZSH_VERSION:-}\" ] || COMPREPLY=(\"${COMPREPLY[@]/#/--")
          .append(spec.name())
          .append("=}\")\n");
      text.append("          return ;;\n");
    }
  }
}
