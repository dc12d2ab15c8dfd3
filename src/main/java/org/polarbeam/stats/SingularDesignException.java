package org.polarbeam.stats;

/** The design matrix does not tell its columns apart, so no unique coefficients exist. */
public final class SingularDesignException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String term;

  /** Says why. */
  public SingularDesignException(String message) {
    this(message, "");
  }

  /** Says which column depends on others. */
  SingularDesignException(String message, String term) {
    super(message);
    this.term = term;
  }

  /** The column that depends on those before it; empty where it is no one column. */
  public String term() {
    return term;
  }
}
