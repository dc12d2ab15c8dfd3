package org.polarbeam.model;

import java.io.IOException;

/** Named pieces of bytes somewhere durable. Thread-safe. */
public interface Blobs {
  /** The bytes of a name; null when there are none. */
  byte[] read(String name) throws IOException;

  /** Writes bytes so that they outlive this process before it returns; all of them or none. */
  void write(String name, byte[] bytes) throws IOException;
}
