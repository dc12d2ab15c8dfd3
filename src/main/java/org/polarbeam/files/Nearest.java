package org.polarbeam.files;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a person may have meant who misspelt a name. */
public final class Nearest {
  private Nearest() {}

  /** The name that few changes of letters make of another; nothing when none is near. */
  public static Optional<String> to(String name, Collection<String> among) {
    int most = Math.max(1, name.length() / 3);
    return among.stream()
        .filter(other -> Math.abs(name.length() - other.length()) <= most)
        .filter(other -> distance(name, other) <= most)
        .min(
            Comparator.comparingInt((String other) -> distance(name, other))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The same as a question, such as {@code "Did you mean models? "}; empty when none is near. */
  public static String question(String name, Collection<String> among) {
    return to(name, among).map(near -> "Did you mean " + near + "? ").orElse("");
  }

  /** Letters put in, left out, changed, or exchanged with the next; capitals aside. */
  private static int distance(String a, String b) {
    String x = a.toLowerCase(Locale.ROOT);
    String y = b.toLowerCase(Locale.ROOT);
    int[][] d = new int[x.length() + 1][y.length() + 1];
    for (int i = 0; i <= x.length(); i++) {
      for (int j = 0; j <= y.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int changed = d[i - 1][j - 1] + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(changed, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && x.charAt(i - 1) == y.charAt(j - 2)
            && x.charAt(i - 2) == y.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[x.length()][y.length()];
  }
}
