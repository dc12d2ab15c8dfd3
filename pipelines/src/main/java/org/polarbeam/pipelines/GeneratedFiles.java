package org.polarbeam.pipelines;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.polarbeam.files.DataPackage;
import org.polarbeam.files.Table;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.OptionSpec;
import org.polarbeam.pipelines.cli.TemplateMetadata;
import org.polarbeam.pipelines.command.Commands;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.study.StudyShape;

/**
 * A step of the build: writes, or compares with what is there, the files that are made from the
 * declarations of options and tables.
 */
public final class GeneratedFiles {
  private static final String HEAD =
      "<!-- Made by the build from the declarations in the code; do not edit. -->\n\n";

  /** What a template must be given, by command. */
  private static final Map<String, Set<String>> TEMPLATES =
      Map.of(
          "run", Set.of("output", "truth"),
          "truth", Set.of("output", "survey"),
          "elicit", Set.of("output"),
          "judge", Set.of("output", "responses"),
          "analyze", Set.of("output", "truth"));

  /** Options of our own that take Google's libraries. */
  private static final Set<String> CLOUD =
      Set.of("dryRun", "bigQueryDataset", "apiKeySecret", "hubTokenSecret");

  private GeneratedFiles() {}

  /**
   * Does it.
   *
   * @param args the build's folder; the root of the repository; {@code write}, {@code check} or
   *     {@code skip}, for the files that are committed
   */
  public static void main(String[] args) throws IOException {
    Path build = Path.of(args[0]);
    Path names = build.resolve("classes/org/polarbeam/pipelines/cli/beam-options.txt");
    Files.createDirectories(names.getParent());
    write(names, beamOptions(options -> true));
    Set<String> cloud = beamOptions(GeneratedFiles::isOfARunner);
    cloud.addAll(CLOUD);
    write(build.resolve("cloud-options"), cloud);
    if (args[2].equals("skip")) {
      return;
    }
    Path root = Path.of(args[1]);
    List<String> stale = new ArrayList<>();
    for (Map.Entry<String, String> file : files(root).entrySet()) {
      Path path = root.resolve(file.getKey());
      boolean fits = Files.exists(path) && Files.readString(path).equals(file.getValue());
      if (!fits && args[2].equals("write")) {
        Files.writeString(path, file.getValue());
      } else if (!fits) {
        stale.add(file.getKey());
      }
    }
    if (!stale.isEmpty()) {
      System.err.println(
          "These files are not what the declarations in the code make them: "
              + String.join(", ", stale)
              + ". Run mvn -Dpolarbeam.generated=write test-compile, and commit what it writes.");
      System.exit(1);
    }
  }

  private static void write(Path file, Set<String> lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  /** Whether options belong to a runner other than the local one, or to Google's libraries. */
  private static boolean isOfARunner(Class<?> options) {
    String place = options.getPackageName();
    return !place.equals("org.apache.beam.sdk.options")
        && !place.equals("org.apache.beam.runners.direct");
  }

  private static Set<String> beamOptions(Predicate<Class<?>> wanted) {
    Set<String> names = new TreeSet<>();
    for (Class<?> options : PipelineOptionsFactory.getRegisteredOptions()) {
      for (Method method : options.getMethods()) {
        String name = method.getName();
        if (wanted.test(method.getDeclaringClass())
            && name.startsWith("set")
            && method.getParameterCount() == 1) {
          names.add(Character.toLowerCase(name.charAt(3)) + name.substring(4));
        }
      }
    }
    return names;
  }

  /** Every file, by its path from the root of the repository. */
  static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (Command command : Commands.all()) {
      Set<String> required = TEMPLATES.get(command.name());
      if (required != null) {
        files.put(
            "templates/metadata/" + command.name() + ".json",
            TemplateMetadata.of(command, required));
      }
    }
    files.put("docs/codebook.md", codebook());
    files.put("docs/options.md", options());
    files.put("docs/study.schema.json", StudyShape.schema());
    String readme = Files.readString(root.resolve("README.md"));
    readme = between(readme, "tables", readmeTables());
    files.put("README.md", between(readme, "commands", readmeCommands()));
    return files;
  }

  private static String between(String text, String name, String made) {
    String begin = "<!-- " + name + ": made by the build -->\n";
    String end = "<!-- /" + name + " -->";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalStateException("README.md has no place for its " + name);
    }
    return text.substring(0, from + begin.length()) + made + text.substring(to);
  }

  private static String codebook() {
    return HEAD
        + "# Codebook\n\nEvery table that a run's directory may have, with its columns. The same is"
        + " in each run's\n`"
        + DataPackage.FILE
        + "` for programs. Cells are RFC 4180 CSV in UTF-8 with `.` for decimals; a blank cell\nhas"
        + " no value. Rows are sorted by their key. A last column `data` says `SIMULATED` where"
        + " anything\nsimulated had a part in the run.\n\n"
        + DataPackage.codebook(RunDirectory.tables(), Map.of());
  }

  private static String options() {
    StringBuilder text = new StringBuilder(HEAD);
    text.append(
        "# Options\n\nWhat each command takes. `./polarbeam COMMAND --help` tells the same.");
    text.append(" Beam's own options, such as\n`--runner`, may be given besides.\n\n");
    for (Command command : Commands.all()) {
      text.append("## ").append(command.name()).append("\n\n");
      text.append(command.summary()).append("\n\n```sh\n");
      command.examples().forEach(e -> text.append("./polarbeam ").append(e).append('\n'));
      text.append("```\n\n| option | default | what it does |\n|---|---|---|\n");
      for (Option.Group group : Option.Group.values()) {
        for (OptionSpec spec : command.specs()) {
          if (spec.group() == group) {
            text.append("| `--").append(spec.name()).append("` | ");
            text.append(otherwise(command, spec)).append(" | ").append(cell(spec.text()));
            if (!spec.choices().isEmpty()) {
              text.append(" One of `").append(String.join("`, `", spec.choices())).append("`.");
            }
            text.append(" |\n");
          }
        }
      }
      text.append('\n');
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static String otherwise(Command command, OptionSpec spec) {
    String value = command.defaults().getOrDefault(spec.name(), spec.otherwise());
    return command.required().contains(spec.name())
        ? "required"
        : value == null ? "" : "`" + value + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String readmeTables() {
    StringBuilder text = new StringBuilder("| table | what it holds |\n|---|---|\n");
    for (Table<?> table : RunDirectory.tables()) {
      text.append("| `").append(table.file()).append("` | ");
      text.append(cell(table.meaning())).append(" |\n");
    }
    return text.toString();
  }

  private static String readmeCommands() {
    StringBuilder text =
        new StringBuilder("| command | what it does | its usual options |\n|---|---|---|\n");
    for (Command command : Commands.all()) {
      text.append("| `").append(command.name()).append("` | ").append(command.summary());
      text.append(" | ");
      List<String> usual = new ArrayList<>();
      for (OptionSpec spec : command.specs()) {
        if (spec.group() == Option.Group.USUAL) {
          usual.add("`--" + spec.name() + "`");
        }
      }
      text.append(String.join(", ", usual)).append(" |\n");
    }
    return text.toString();
  }
}
