package org.polarbeam.record;

import java.util.Locale;

/** What is odd about a response, whether it counts or not. */
public enum Flag {
  /** Fewer than three in ten of the items asked for. */
  FEW,
  /** Fewer than half of the items are different. */
  ALIKE,
  /** More items than were asked for. */
  MORE,
  /** The limit of tokens, or the model's context, ended it. */
  CUT_OFF,
  /** Nothing but the form of the list that the question shows. */
  ECHO,
  /** The judge gave items with the same text different labels. */
  LABELS_DIFFER;

  /** The spelling in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
