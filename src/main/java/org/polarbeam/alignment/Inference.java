package org.polarbeam.alignment;

/** How uncertainty is measured. */
public enum Inference {
  /** Resample topics, then responses within topics; refit the regressions in every round. */
  VALID,
  /** The released tables': resample joined rows; take 100 rounds for observations. */
  PUBLISHED;

  /** How many rounds the published regressions rest on. */
  public static final int PUBLISHED_REGRESSION_ROUNDS = 100;
}
