package org.polarbeam.files;

import java.util.Locale;
import java.util.Set;

/**
 * A yes or a no as people and their spreadsheets write it: a cell with TRUE is saved as WAHR where
 * the spreadsheet speaks German.
 */
public final class YesNo {
  private static final Set<String> YES =
      words(
          "yes y true 1 x ✓ ✔ ja j oui o si sí sì s sim tak da да evet kyllä はい 是 wahr vrai "
              + "vero verdadero verdadeiro waar sand sant sann tosi prawda истина doğru igaz "
              + "pravda adevărat αληθησ αληθήσ");

  private static final Set<String> NO =
      words(
          "no n false 0 nej nei nein nee non não nao nie нет hayir ei いいえ 否 falsch faux "
              + "falso onwaar falsk usann falskt epätosi fałsz ложь yanliş hamis nepravda fals "
              + "ψευδησ ψευδήσ");

  private YesNo() {}

  private static Set<String> words(String text) {
    return Set.of(text.split(" "));
  }

  /** What it says; an empty text is a no, and null is what is neither. */
  public static Boolean of(String text) {
    // Capitals of Turkish and Greek lose a dot or a form of their last letter on the way.
    String word = text.strip().toLowerCase(Locale.ROOT).replace('ı', 'i').replace('ς', 'σ');
    return YES.contains(word)
        ? Boolean.TRUE
        : word.isEmpty() || NO.contains(word) ? Boolean.FALSE : null;
  }
}
