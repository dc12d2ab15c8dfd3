package org.polarbeam.files;

/**
 * Something a person gave is wrong: a file, a field, an option. The message is one sentence or two
 * that name the place, the problem and the remedy; it is shown as it is, without a stack trace.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error with a message made by the caller. */
  public InputException(String message) {
    super(Printable.of(shortened(message))); // it repeats what files and people say
  }

  /** A cell of ten million signs is not for a terminal. */
  private static String shortened(String message) {
    int most = 2_000;
    return message.length() <= 2 * most
        ? message
        : message.substring(0, most) + " … " + message.substring(message.length() - most / 4);
  }

  /** An error at a place in a file. */
  public static InputException at(
      String file, long line, String column, String problem, String remedy) {
    return new InputException(
        file + ", line " + line + ", column " + column + ": " + problem + ". " + remedy + ".");
  }

  /** An error of a whole file. */
  public static InputException in(String file, String problem, String remedy) {
    return new InputException(file + ": " + problem + ". " + remedy + ".");
  }
}
