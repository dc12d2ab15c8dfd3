package org.polarbeam.pipelines;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The help texts, made from the options' own descriptions. */
final class Help {
  private static final int WIDTH = 92;
  private static final int INDENT = 26;

  private Help() {}

  static boolean isAsked(String arg) {
    return arg.equals("--help") || arg.equals("-h") || arg.equals("help");
  }

  static String overview(Collection<Polarbeam.Command<?>> commands) {
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
        simulated respondents. ./polarbeam COMMAND --help lists a command's options.
        Exit status: 0 done, 1 failed, 2 bad usage or input, 3 done but with dead letters.
        """);
    return text.toString();
  }

  static String of(Polarbeam.Command<?> command) {
    StringBuilder text =
        new StringBuilder("./polarbeam " + command.name() + ": " + command.summary() + "\n\n");
    options(command.options()).forEach(m -> entry(text, "  --" + name(m), help(m)));
    text.append("\nAll of Beam's options may be given too, such as --runner.\n");
    return text.toString();
  }

  /** The getters of a command's own options, in the order of their names. */
  static List<Method> options(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(m -> m.isAnnotationPresent(Description.class))
        .filter(m -> m.getDeclaringClass().getPackage().equals(Help.class.getPackage()))
        .sorted(Comparator.comparing(Help::name))
        .toList();
  }

  /** What an option is called. */
  static String name(Method getter) {
    String name = getter.getName().replaceFirst("^(get|is)", "");
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** What an option does. */
  static String describe(Method getter) {
    return getter.getAnnotation(Description.class).value();
  }

  /** The value an option has when it is left out; null for none. */
  static Object defaultOf(Method getter) {
    for (Annotation a : getter.getAnnotations()) {
      if (a.annotationType().getEnclosingClass() == Default.class) {
        try {
          return a.annotationType().getMethod("value").invoke(a);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return null;
  }

  private static String help(Method getter) {
    Object value = defaultOf(getter);
    return describe(getter) + (value == null ? "" : " Default: " + value + ".");
  }

  /** A name with its description beside it, broken into lines. */
  private static void entry(StringBuilder text, String name, String description) {
    String line = String.format("%-" + INDENT + "s", name + " ");
    for (String word : description.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH) {
        text.append(line.stripTrailing()).append('\n');
        line = " ".repeat(INDENT);
      }
      line += word + " ";
    }
    text.append(line.stripTrailing()).append('\n');
  }
}
