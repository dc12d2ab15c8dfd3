package org.polarbeam;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A text as it is in a file. */
public final class Bytes {
  private Bytes() {}

  /** In UTF-8. */
  public static InputStream of(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
