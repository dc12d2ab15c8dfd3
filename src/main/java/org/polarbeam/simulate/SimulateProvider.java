package org.polarbeam.simulate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.polarbeam.files.InputException;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.survey.Truth;
import org.polarbeam.survey.TruthTable;

/** Opens simulated respondents ({@code simulate:local} …) and the simulated judge. */
public final class SimulateProvider implements ModelProvider {
  private static final long serialVersionUID = 1L;

  /** The provider's name in a {@link ModelSpec}. */
  public static final String NAME = "simulate";

  /** Judges are called so, or so and something more where there are several. */
  private static final String JUDGE = "judge";

  private static final String ERROR_RATE = "error_rate";

  private final ArrayList<Truth> truths;
  private final double judgeErrorRate;
  private final long seed;

  /**
   * Sets up the provider.
   *
   * @param truths what the simulated models' views are made of
   * @param judgeErrorRate how often the simulated judge gives another label, in [0, 1)
   */
  public SimulateProvider(Collection<Truth> truths, double judgeErrorRate, long seed) {
    this.truths = new ArrayList<>(truths);
    this.judgeErrorRate = judgeErrorRate;
    this.seed = seed;
  }

  /**
   * Checks a model before anything is asked.
   *
   * @throws InputException on a bad parameter or a language simulated respondents do not speak
   */
  public static void require(ModelSpec spec, Collection<String> languages) {
    if (!isJudge(spec)) {
      Profile.of(spec);
      languages.forEach(language -> Phrases.of(language, "pro"));
    }
  }

  private static boolean isJudge(ModelSpec spec) {
    return spec.name().equals(JUDGE) || spec.name().startsWith(JUDGE + "-");
  }

  @Override
  public boolean isPaid() {
    return false;
  }

  @Override
  public ChatModel open(ModelSpec spec, Blobs store) {
    return isJudge(spec)
        ? new SimulatedJudge(spec.parameters().getOrDefault(ERROR_RATE, judgeErrorRate), seed)
        : new SimulatedRespondent(Profile.of(spec), TruthTable.of(List.copyOf(truths)), seed);
  }
}
