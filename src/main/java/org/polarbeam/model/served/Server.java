package org.polarbeam.model.served;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** A model server on this machine. */
interface Server {
  /** Its address, once it answers; fails when it never will. */
  CompletableFuture<URI> ready();

  /** Whether it is, or may yet be, of use. */
  boolean isAlive();

  /** It was not to be reached: whether it is gone may be found out before long, or now. */
  default void doubt() {}

  /** Ends it, or its use by this process. Returns when that is done. */
  void stop();
}
