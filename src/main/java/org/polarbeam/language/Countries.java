package org.polarbeam.language;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Locale.IsoCountryCode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The codes of countries: ISO 3166's two letters, and longer ones that surveys have for others. */
public final class Countries {
  /** What to do about a text that is none. */
  private static final String REMEDY = "Give a country's code, such as DK";

  /** Parts of countries too, such as NIR. */
  private static final Pattern LONGER = Pattern.compile("[A-Z][A-Z0-9-]{2,5}");

  private static final int FORMER_PART = 2;
  private static final Set<String> TWO_LETTERS = twoLetters();

  private Countries() {}

  private static Set<String> twoLetters() {
    Set<String> all = new HashSet<>(List.of(Locale.getISOCountries()));
    // Surveys go back to countries that were.
    Locale.getISOCountries(IsoCountryCode.PART3)
        .forEach(former -> all.add(former.substring(0, FORMER_PART)));
    all.add("XK"); // Kosovo has no code of ISO's
    return all;
  }

  /** Whether a text is the code of a country. */
  public static boolean isCode(String text) {
    return TWO_LETTERS.contains(text) || LONGER.matcher(text).matches();
  }

  /** What to do about a text that is none, with the code that it may stand for. */
  public static String remedy(String text) {
    String large = text.toUpperCase(Locale.ROOT);
    Optional<String> named =
        isCode(large) && large.length() == 2
            ? Optional.of(large)
            : List.of(Locale.getISOCountries()).stream()
                .filter(
                    c -> new Locale("", c).getDisplayCountry(Locale.ROOT).equalsIgnoreCase(text))
                .findFirst();
    return named.map(code -> "Did you mean " + code + "? ").orElse("") + REMEDY;
  }
}
