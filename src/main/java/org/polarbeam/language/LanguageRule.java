package org.polarbeam.language;

import java.util.Collection;
import java.util.Locale;

/** By what rule the language of a response is told. */
public enum LanguageRule {
  /** An identifier that knows a hundred languages. */
  OPEN,
  /** The same identifier, choosing among the study's languages only. */
  RESTRICTED,
  /** The judge names it, as in the paper (§2.2). */
  JUDGE;

  /** The spelling in options and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The identifier to use; null where the judge is asked.
   *
   * @param languages the study's
   */
  public LanguageIdentifier identifier(Collection<String> languages) {
    return switch (this) {
      case OPEN -> LanguageIdentifier.open();
      case RESTRICTED -> LanguageIdentifier.among(languages);
      case JUDGE -> null;
    };
  }
}
