package org.polarbeam.model;

import java.io.Serializable;

/** Opens models on the machine that asks them. */
public interface ModelProvider extends Serializable {
  /**
   * Opens a model; the caller closes it.
   *
   * @param store where the model may keep what must outlive this process; null for nowhere
   */
  ChatModel open(ModelSpec spec, Blobs store);

  /**
   * Whether its answers cost something, so that they are stored, limited and budgeted. What is made
   * up or replayed in this process is not.
   */
  default boolean isPaid() {
    return true;
  }

  /**
   * The accelerator that must be on the machine that asks, as Dataflow's resource hints spell it;
   * empty for none.
   */
  default String accelerator() {
    return "";
  }

  /** How many requests to keep in flight at an endpoint unless a person says otherwise. */
  default int usualInFlight(ModelSpec spec) {
    return 64;
  }
}
