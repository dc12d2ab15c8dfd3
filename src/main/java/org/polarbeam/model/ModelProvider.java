package org.polarbeam.model;

import java.io.Serializable;

/** Opens models on the machine that asks them. */
public interface ModelProvider extends Serializable {
  /** Opens a model; the caller closes it. */
  ChatModel open(ModelSpec spec);
}
