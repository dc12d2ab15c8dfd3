package org.polarbeam.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How models decline to answer, in the languages of the bundled list: whatever else has no items
 * was not understood, and is no refusal. A refusal says so at its beginning.
 */
final class Refusals {
  private static final int BEGINNING = 400;
  private static final List<Pattern> WORDS = read();

  private Refusals() {}

  private static List<Pattern> read() {
    try (InputStream in = Refusals.class.getResourceAsStream("refusals.txt")) {
      return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(
              line ->
                  Pattern.compile(
                      whole(line.substring(line.indexOf(' ') + 1)),
                      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Words of the Latin script are whole ones: Lithuanian regret is in the Spanish for leave. */
  private static String whole(String words) {
    return words.matches("(?s)(?:\\\\b)?\\([\\p{IsLatin}(\\[].*")
        ? "(?<![\\p{L}\\p{M}])(?:" + words + ")(?![\\p{L}\\p{M}])"
        : words;
  }

  /** Whether a text that is no list declines to answer. */
  static boolean isOne(String text) {
    String beginning =
        text.substring(0, Math.min(text.length(), BEGINNING)).replace('’', '\'').replace('\n', ' ');
    return WORDS.stream().anyMatch(words -> words.matcher(beginning).find());
  }
}
