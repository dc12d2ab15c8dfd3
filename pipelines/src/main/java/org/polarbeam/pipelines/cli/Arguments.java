package org.polarbeam.pipelines.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Nearest;
import org.polarbeam.model.KnownKeys;

/**
 * The options that a command was given, read and checked without Beam, so that a mistake is told at
 * once. Options of Beam and its runners are let pass; Beam reads them when a pipeline is made.
 */
public final class Arguments {
  /** Beam's lists, which a launcher may give one by one. */
  private static final Set<String> REPEATED =
      Set.of("experiments", "dataflowServiceOptions", "labels", "filesToStage");

  private static final Pattern REMOTE = Pattern.compile("gs://[^,]*");

  /** The names of Beam's options, found when the program is built. */
  static final String BEAM_OPTIONS = "beam-options.txt";

  private final String command;
  private final Map<String, OptionSpec> specs;
  private final Map<String, String> given;

  private Arguments(String command, Map<String, OptionSpec> specs, Map<String, String> given) {
    this.command = command;
    this.specs = specs;
    this.given = given;
  }

  /**
   * Reads options.
   *
   * @param command for messages
   * @param specs the command's options
   * @param defaults values of options that are not given, where the command has its own
   * @throws InputException when one is misspelt, given twice, or has a value it cannot have
   */
  public static Arguments parse(
      String command, Collection<OptionSpec> specs, Map<String, String> defaults, String... args) {
    Map<String, OptionSpec> byName =
        specs.stream().collect(Collectors.toMap(OptionSpec::name, s -> s));
    Map<String, String> given = new TreeMap<>();
    for (String arg : args) {
      if (!arg.startsWith("--")) {
        throw new InputException(
            "'"
                + arg
                + "' is no option. Options are spelt --name=value; see "
                + command
                + " --help.");
      }
      String[] parts = arg.substring(2).split("=", 2);
      OptionSpec spec = byName.get(parts[0]);
      if (spec == null) {
        requireBeams(command, parts[0], byName.keySet());
      }
      if (parts.length == 1 && spec != null && spec.type() != OptionSpec.Type.FLAG) {
        throw new InputException(
            "The option --" + parts[0] + " has no value. Give --" + parts[0] + "=value.");
      }
      String value = parts.length == 1 ? "true" : parts[1];
      boolean isBeamsList = spec == null && REPEATED.contains(parts[0]);
      String before = given.put(parts[0], value);
      if (before != null && isBeamsList) {
        given.put(parts[0], before + "," + value); // as Google's template launcher gives them
      } else if (before != null) {
        throw new InputException(
            "The option --"
                + parts[0]
                + " is given twice. Give it once, with commas between several.");
      }
      if (value.equals("~") || value.startsWith("~/")) {
        throw new InputException(
            "--"
                + parts[0]
                + "="
                + value
                + ": behind = the shell leaves ~ as it is, and a folder of that name would be meant."
                + " Write $HOME"
                + value.substring(1)
                + ".");
      }
      if (spec != null) {
        requireNoKey(parts[0], value);
        spec.check(value);
      }
    }
    defaults.forEach(given::putIfAbsent);
    return new Arguments(command, byName, given);
  }

  /** A key that was given in a wrong place would be written into the manifest; it is not said. */
  private static void requireNoKey(String name, String value) {
    for (String part : value.split("[,/@:=]")) {
      if (KnownKeys.isKey(part, System.getenv())) {
        throw new InputException(
            "What is given to --"
                + name
                + " looks like a key. Keys are never given as options: put it into an environment"
                + " variable, and take back one that has been shown.");
      }
    }
  }

  private static void requireBeams(String command, String name, Set<String> own) {
    Set<String> beams = beamOptions();
    if (beams.contains(name)) {
      return;
    }
    Set<String> all = new TreeSet<>(beams);
    all.addAll(own);
    Optional<String> meant = Nearest.to(name, own).or(() -> Nearest.to(name, all));
    throw new InputException(
        "There is no option --"
            + name
            + "."
            + meant.map(m -> " Did you mean --" + m + "?").orElse("")
            + " See "
            + command
            + " --help.");
  }

  private static Set<String> beamOptions() {
    try (InputStream list = Arguments.class.getResourceAsStream(BEAM_OPTIONS);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
      return lines.lines().collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command's name. */
  public String command() {
    return command;
  }

  /** The command's options. */
  public Collection<OptionSpec> specs() {
    return specs.values();
  }

  /** The value of an option of the command or of Beam, as text; null when it has none. */
  public String text(String option) {
    String value = given.get(option);
    OptionSpec spec = specs.get(option);
    return value != null || spec == null ? value : spec.otherwise();
  }

  /** The same, or something else where there is no such text. */
  public String textOr(String option, String otherwise) {
    String value = text(option);
    return value == null || value.isBlank() ? otherwise : value;
  }

  /** The values of a list option; none when it was left out. */
  public List<String> list(String option) {
    String value = text(option);
    OptionSpec spec = specs.get(option);
    boolean one = spec != null && spec.kind() == Option.Kind.FILE; // whose path may have a comma
    return value == null ? List.of() : one ? List.of(value) : List.of(value.split(","));
  }

  /** The value of every option of the command that has one. */
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    for (String name : specs.keySet()) {
      String value = text(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  /** The runner's class name, without its package. */
  public String runner() {
    String runner = text("runner");
    return runner == null ? "DirectRunner" : runner.substring(runner.lastIndexOf('.') + 1);
  }

  /** Whether the pipeline is to run on Google Cloud Dataflow. */
  public boolean isDataflow() {
    return runner().toLowerCase(Locale.ROOT).startsWith("dataflow");
  }

  /** Whether the pipeline is to run in this process, with its memory. */
  public boolean isHere() {
    return runner().toLowerCase(Locale.ROOT).startsWith("direct") && !isDetached();
  }

  /** Whether running a pipeline only writes down its job, which ends when this process is gone. */
  public boolean isDetached() {
    return given.containsKey("templateLocation") || as(CommonOptions.class).getDryRun();
  }

  /** Whether any value is a place that only Beam's file systems reach. */
  public boolean hasRemotePlaces() {
    return remotePlace() != null;
  }

  /** The first of them; null for none. */
  public String remotePlace() {
    return given.values().stream()
        .map(REMOTE::matcher)
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst()
        .orElse(null);
  }

  /**
   * What Beam is to read, spelt as it takes options.
   *
   * @param known the options it knows of the command's own
   */
  public String[] forBeam(Set<String> known) {
    List<String> args = new ArrayList<>();
    given.forEach(
        (name, value) -> {
          if (!specs.containsKey(name) || known.contains(name)) {
            args.add("--" + name + "=" + value);
          }
        });
    return args.toArray(String[]::new);
  }

  /**
   * The options as an interface of getters, without Beam. Getters of options that the command has
   * not give their defaults; what Beam has beyond getters is not there.
   */
  public <T extends PipelineOptions> T as(Class<T> type) {
    Map<String, Object> values = new HashMap<>();
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              if (!method.isAnnotationPresent(Option.class)) {
                throw new UnsupportedOperationException(method.getName() + " needs Beam's options");
              }
              return values.computeIfAbsent(OptionSpec.nameOf(method), n -> value(n, method));
            }));
  }

  private Object value(String name, Method getter) {
    String text = given.get(name);
    if (text == null) {
      text = OptionSpec.defaultOf(getter);
    }
    Class<?> type = getter.getReturnType();
    if (text == null && (type == Integer.class || type == Double.class)) {
      return null; // as where nothing is usual
    }
    if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    if (type == int.class || type == Integer.class) {
      return Integer.valueOf(text);
    }
    if (type == long.class) {
      return Long.valueOf(text);
    }
    if (type == double.class || type == Double.class) {
      return Double.valueOf(text);
    }
    if (type == List.class) {
      return text == null ? List.of() : List.of(text.split(","));
    }
    return text;
  }
}
