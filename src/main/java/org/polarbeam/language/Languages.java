package org.polarbeam.language;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Language tags as people write them in files and options. */
public final class Languages {
  /** What to tell somebody whose tag is none. */
  public static final String REMEDY = "Give a BCP-47 tag such as da, pt or pt-BR";

  private static final Set<String> TWO_LETTERS = Set.of(Locale.getISOLanguages());
  private static final Pattern TAG = Pattern.compile("([a-z]{2,3})(-[A-Za-z0-9]{2,8})*");

  private Languages() {}

  /** Whether a text is a BCP-47 tag whose two-letter code, if it has one, is a language's. */
  public static boolean isTag(String text) {
    return TAG.matcher(text).matches()
        && (text.split("-", 2)[0].length() > 2 || TWO_LETTERS.contains(text.split("-", 2)[0]));
  }
}
