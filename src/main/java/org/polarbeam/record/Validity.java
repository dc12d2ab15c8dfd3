package org.polarbeam.record;

import java.util.Locale;

/** Whether a response counts, or the first reason why not, in the order they are looked for. */
public enum Validity {
  VALID,
  /** The model wrote nothing. */
  EMPTY,
  /** A short text without a list that declines to answer, as far as its length tells. */
  REFUSAL,
  /** A text without a numbered list. */
  NO_LIST,
  /** The list is in another language than the prompt. */
  WRONG_LANGUAGE,
  /** No item takes a side. */
  ALL_NULL;

  /** The spelling in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
