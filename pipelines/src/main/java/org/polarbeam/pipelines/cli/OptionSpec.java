package org.polarbeam.pipelines.cli;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.Default;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Numbers;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ProviderOption;
import org.polarbeam.model.Providers;

/**
 * An option of a command, from its getter or from a provider.
 *
 * @param name as on the command line
 * @param text what it does
 * @param group its heading in the help
 * @param kind what its text is
 * @param type what its values are
 * @param otherwise its value when it is left out, as text; null for none
 * @param least the least value of a number
 * @param most the greatest value of a number
 * @param choices the values it may have; any, if empty
 * @param decides whether results depend on it
 * @param local whether it means nothing in a template
 * @param with the option without which it means nothing; empty for none
 */
public record OptionSpec(
    String name,
    String text,
    Option.Group group,
    Option.Kind kind,
    Type type,
    String otherwise,
    double least,
    double most,
    List<String> choices,
    boolean decides,
    boolean local,
    String with) {

  /** What values an option takes. */
  public enum Type {
    TEXT,
    /** Texts with commas between them. */
    LIST,
    FLAG,
    WHOLE,
    NUMBER
  }

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

  private static final Pattern SECRET =
      Pattern.compile("projects/[^/]+/secrets/[^/]+/versions/[^/]+");

  /** As variables are called by custom; whatever else is given is likelier a key. */
  private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}");

  /** Of any host, or of one each. */
  private static final Pattern VARIABLES =
      Pattern.compile("(?:(?:[\\p{L}\\p{Nd}._-]+=)?" + VARIABLE + "(?:,|$))+(?<!,)");

  private static final Pattern DATASET = Pattern.compile("(?:[a-z][a-z0-9-]+[.:])?\\w+");

  /** The options of an interface, and of those it extends, by name. */
  public static List<OptionSpec> of(Class<?> options) {
    List<OptionSpec> specs = new ArrayList<>();
    for (Method method : options.getMethods()) {
      if (method.isAnnotationPresent(Option.class)) {
        specs.add(of(method));
      }
    }
    specs.sort(Comparator.comparing(OptionSpec::name));
    return specs;
  }

  /** The options that providers add. */
  public static List<OptionSpec> of(Providers providers) {
    List<OptionSpec> specs = new ArrayList<>();
    for (ModelProvider provider : providers.all()) {
      provider.options().forEach(o -> specs.add(of(o)));
    }
    return specs;
  }

  private static OptionSpec of(Method getter) {
    Option option = getter.getAnnotation(Option.class);
    Class<?> returned = getter.getReturnType();
    Type type =
        returned == boolean.class
            ? Type.FLAG
            : returned == int.class || returned == long.class || returned == Integer.class
                ? Type.WHOLE
                : returned == double.class || returned == Double.class
                    ? Type.NUMBER
                    : returned == List.class ? Type.LIST : Type.TEXT;
    double least = option.least();
    double most = option.most();
    if (returned == int.class || returned == Integer.class) {
      least = Math.max(least, Integer.MIN_VALUE);
      most = Math.min(most, Integer.MAX_VALUE);
    }
    return new OptionSpec(
        nameOf(getter),
        option.value().replace("{providers}", providers()),
        option.group(),
        option.kind(),
        type,
        defaultOf(getter),
        least,
        most,
        List.of(option.choices()),
        option.decides(),
        option.local(),
        option.with());
  }

  /** What takes the place of {@code {providers}} in a description. */
  private static String providers() {
    return "the providers are "
        + Providers.installed().all().stream()
            .map(ModelProvider::name)
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static OptionSpec of(ProviderOption option) {
    Type type =
        switch (option.kind()) {
          case TEXT -> Type.TEXT;
          case LIST -> Type.LIST;
          case WHOLE -> Type.WHOLE;
        };
    return new OptionSpec(
        option.name(),
        option.text(),
        Option.Group.PROVIDERS,
        option.name().endsWith("Secret") ? Option.Kind.SECRET : Option.Kind.PLAIN,
        type,
        option.otherwise(),
        option.least(),
        option.most(),
        List.of(),
        false,
        false,
        "");
  }

  /** What the option of a getter is called: {@code maxCost} of {@code getMaxCost}. */
  static String nameOf(Method getter) {
    String name = getter.getName().replaceFirst("^(get|is)", "");
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  static String defaultOf(Method getter) {
    for (Annotation a : getter.getAnnotations()) {
      if (a.annotationType().getEnclosingClass() == Default.class) {
        try {
          return String.valueOf(a.annotationType().getMethod("value").invoke(a));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return null;
  }

  /** Its name in files that say what made a run: {@code max_cost}. */
  public String key() {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /**
   * Checks a value as it was given.
   *
   * @throws InputException when the option cannot have it
   */
  void check(String value) {
    switch (type) {
      case FLAG -> {
        if (!value.equals("true") && !value.equals("false")) {
          throw wrong(value, "is neither true nor false", "");
        }
      }
      case WHOLE -> checkRange(value, whole(value));
      case NUMBER -> checkRange(value, number(value));
      case LIST -> {
        if (Arrays.stream(value.split(",", -1)).anyMatch(String::isBlank)) {
          throw wrong(value, "has an empty part", "Give values with one comma between two");
        }
      }
      case TEXT -> {
        if (value.isBlank()) {
          throw wrong(value, "is empty", "Give a value, or leave the option out");
        }
      }
    }
    if (!choices.isEmpty() && !choices.contains(value)) {
      throw wrong(value, "is unknown", "Give one of " + String.join(", ", choices));
    }
    if (kind == Option.Kind.SECRET && !SECRET.matcher(value).matches()) {
      throw wrong(
          value,
          "is no version of a secret",
          "Give projects/P/secrets/S/versions/V, where V may be latest");
    }
    if (kind == Option.Kind.VARIABLE
        && !VARIABLES.matcher(value).matches()
        && System.getenv(value) == null) {
      throw wrong(
          value,
          "is no name of an environment variable",
          "Put the key into one, such as MY_API_KEY, and give the variable's name, never the key");
    }
    if (kind == Option.Kind.DATASET && !DATASET.matcher(value).matches()) {
      throw wrong(value, "is no dataset", "Give PROJECT.DATASET or DATASET");
    }
  }

  private double whole(String value) {
    try {
      if (WHOLE.matcher(value).matches()) {
        return Long.parseLong(value);
      }
    } catch (NumberFormatException e) {
      throw wrong(value, "is too large", "It must be at most " + Long.MAX_VALUE);
    }
    throw wrong(value, "is no whole number", "");
  }

  private double number(String value) {
    try {
      double number = Numbers.decimal(value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same message as for one that is not finite
    }
    throw wrong(value, "is no number", "");
  }

  private void checkRange(String value, double number) {
    if (number < least) {
      throw wrong(value, "is too small", "It must be at least " + plain(least));
    }
    if (number > most) {
      throw wrong(value, "is too large", "It must be at most " + plain(most));
    }
  }

  /** A bound as people write it. */
  static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  /** What may be a key is not said again. */
  private InputException wrong(String value, String problem, String remedy) {
    return new InputException(
        "--"
            + name
            + (kind == Option.Kind.SECRET || kind == Option.Kind.VARIABLE ? "" : "=" + value)
            + " "
            + problem
            + "."
            + (remedy.isEmpty() ? " See --help" : " " + remedy)
            + ".");
  }
}
