package org.polarbeam.record;

import java.util.Locale;

/** Whether a response counts, or the first reason why not, in the order they are looked for. */
public enum Validity {
  VALID,
  /** The model wrote nothing. */
  EMPTY,
  /** A text without a list that declines to answer, in words of some language. */
  REFUSAL,
  /** A text in which no items are found: prose, the prompt repeated, placeholders. */
  UNREAD,
  /** A list of too few items, by the study's rule. */
  FEW_ITEMS,
  /** A list of items that are too much alike, by the study's rule. */
  ALIKE_ITEMS,
  /** The list is in another language than the prompt. */
  WRONG_LANGUAGE,
  /** No item takes a side. */
  ALL_NULL;

  /** As earlier versions spelt what is {@link #UNREAD} now. */
  public static final String EARLIER_UNREAD = "no_list";

  /** The spelling in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
