package org.polarbeam.simulate;

import java.util.Collection;
import org.polarbeam.files.InputException;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.survey.TruthTable;

/** Opens simulated respondents ({@code simulate:local} …) and the simulated judge. */
public final class SimulateProvider implements ModelProvider {
  private static final long serialVersionUID = 1L;

  /** The provider's name in a {@link ModelSpec}. */
  public static final String NAME = "simulate";

  /** Judges are called so, or so and something more where there are several. */
  private static final String JUDGE = "judge";

  private static final String ERROR_RATE = "error_rate";

  @Override
  public String name() {
    return NAME;
  }

  /**
   * Checks a model before anything is asked.
   *
   * @throws InputException on a bad parameter or a language simulated respondents do not speak
   */
  @Override
  public void require(ModelSpec spec, Collection<String> languages, ProviderContext context) {
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
  public boolean isSimulated() {
    return true;
  }

  @Override
  public ChatModel open(ModelSpec spec, ProviderContext context, Blobs store) {
    long seed = context.whole("seed", 0);
    if (isJudge(spec)) {
      double errorRate = context.number("judgeErrorRate", 0);
      return new SimulatedJudge(spec.parameters().getOrDefault(ERROR_RATE, errorRate), seed);
    }
    return new SimulatedRespondent(Profile.of(spec), TruthTable.of(context.truths()), seed);
  }
}
