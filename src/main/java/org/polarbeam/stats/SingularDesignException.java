package org.polarbeam.stats;

/** The design matrix does not tell its columns apart, so no unique coefficients exist. */
public final class SingularDesignException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says which columns, or why. */
  public SingularDesignException(String message) {
    super(message);
  }
}
