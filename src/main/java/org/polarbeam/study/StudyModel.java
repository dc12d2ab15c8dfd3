package org.polarbeam.study;

import java.io.Serializable;
import java.util.Map;
import org.polarbeam.model.ModelSpec;

/**
 * A model of the study.
 *
 * @param capability its mean benchmark score by language, in [0, 1]; empty where unknown
 */
public record StudyModel(ModelSpec spec, Map<String, Double> capability) implements Serializable {
  /** The greatest temperature that endpoints know. */
  public static final double HOTTEST = 2;

  /** No model writes longer answers. */
  public static final int MOST_TOKENS = 10_000_000;

  /** The same model, asked in another way. */
  public StudyModel with(ModelSpec other) {
    return new StudyModel(other, capability);
  }
}
