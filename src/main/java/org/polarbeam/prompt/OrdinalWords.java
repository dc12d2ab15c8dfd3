package org.polarbeam.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How people are counted in words, the first to the tenth, in the languages of the bundled list.
 */
final class OrdinalWords {
  private static final Map<String, Integer> NUMBERS = read();

  private OrdinalWords() {}

  private static Map<String, Integer> read() {
    try (InputStream in = OrdinalWords.class.getResourceAsStream("ordinals.txt")) {
      Map<String, Integer> numbers = new HashMap<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] words = line.split(" ");
        for (int i = 1; i < words.length && !line.startsWith("#"); i++) {
          for (String word : words[i].split("\\|")) {
            numbers.putIfAbsent(word, i);
          }
        }
      }
      return numbers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An expression for the beginning of any of them; the longest first, as some begin alike. */
  static String pattern() {
    return NUMBERS.keySet().stream()
        .sorted(Comparator.comparing(String::length).reversed().thenComparing(w -> w))
        .collect(Collectors.joining("|"));
  }

  /** The number that a beginning stands for; 0 for none. */
  static int number(String beginning) {
    return NUMBERS.getOrDefault(beginning.toLowerCase(Locale.ROOT), 0);
  }
}
