package org.polarbeam.model;

import java.io.IOException;
import java.util.List;

/** Named pieces of bytes somewhere durable. Thread-safe. */
public interface Blobs {
  /** The bytes of a name; null when there are none. */
  byte[] read(String name) throws IOException;

  /** The names that begin with a prefix, which ends in a folder's slash; sorted. */
  List<String> list(String prefix) throws IOException;

  /** Writes bytes so that they outlive this process before it returns; all of them or none. */
  void write(String name, byte[] bytes) throws IOException;

  /** Removes a name; one that is not there is no matter. */
  void delete(String name) throws IOException;
}
