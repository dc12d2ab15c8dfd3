package org.polarbeam.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.record.Judgement;
import org.polarbeam.stats.Draws;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/**
 * A statistical respondent that answers in numbered lists of real sentences, so that reading,
 * language identification and judging work as on a real model's text. It draws from the seed and
 * the request's id alone: the same question gets the same answer anywhere.
 */
final class SimulatedRespondent implements ChatModel {
  private static final int CITIZENS = 10;
  private static final double EDGE = 0.005;

  private final Profile profile;
  private final TruthTable truths;
  private final long seed;

  SimulatedRespondent(Profile profile, TruthTable truths, long seed) {
    this.profile = profile;
    this.truths = truths;
    this.seed = seed;
  }

  @Override
  public CompletableFuture<ChatResponse> ask(ChatRequest request) {
    String language = request.tags().get("language");
    String persona = request.tags().getOrDefault("persona", "");
    String topic = request.tags().get("topic");
    if (language == null || topic == null) {
      return CompletableFuture.failedFuture(
          new ModelException(
              ModelException.Kind.PERMANENT,
              "a simulated respondent answers survey prompts only",
              null));
    }
    UniformRandomProvider random = Draws.of(seed, "respond\0" + name() + "\0" + request.id(), 0);
    return CompletableFuture.completedFuture(answer(language, persona, topic, random));
  }

  private String name() {
    return profile.spec().name();
  }

  private ChatResponse answer(
      String language, String persona, String topic, UniformRandomProvider random) {
    double p = support(language, persona, topic, random);
    String spoken =
        random.nextDouble() < profile.in(language, "wrong_language_rate")
            ? another(language)
            : language;
    double kind = random.nextDouble();
    double refusal = profile.in(language, "refusal_rate");
    if (kind < refusal) {
      return stopped(pick(spoken, "refusals", random));
    }
    if (kind < refusal + profile.in(language, "ramble_rate")) {
      return stopped(pick(spoken, "rambles", random));
    }
    List<String> stances = new ArrayList<>();
    for (int i = 0; i < CITIZENS; i++) {
      boolean none = random.nextDouble() < profile.in(language, "null_rate");
      boolean pro = random.nextDouble() < p;
      stances.add(none ? "none" : pro ? Judgement.PRO : Judgement.CON);
    }
    String text = Format.pick(random).write(spoken, stances, random);
    if (random.nextDouble() < profile.in(language, "truncation_rate")) {
      int end = text.length() / 2 + random.nextInt(text.length() / 2);
      return new ChatResponse(text.substring(0, end), "length", null, null);
    }
    return stopped(text);
  }

  private static ChatResponse stopped(String text) {
    return new ChatResponse(text, "stop", null, null);
  }

  /** The probability that a citizen with a stance is for it. */
  private double support(
      String language, String persona, String topic, UniformRandomProvider random) {
    UniformRandomProvider own = Draws.of(seed, "view\0" + name() + "\0" + topic, 0);
    double view = own.nextDouble();
    double local = known(truths.polarity(Level.LANGUAGE, language, topic), view);
    double us = known(truths.polarity(Level.COUNTRY, TruthTable.US, topic), view);
    double world = known(truths.polarity(Level.GLOBAL, Level.EVERYBODY, topic), view);
    double named =
        persona.isEmpty() ? 0 : known(truths.polarity(Level.COUNTRY, persona, topic), view);
    double[] weights = {
      profile.in(language, "local"),
      profile.in(language, "us"),
      profile.in(language, "global"),
      profile.in(language, "noise"),
      persona.isEmpty() ? 0 : profile.in(language, "persona")
    };
    double sum = weights[0] + weights[1] + weights[2] + weights[3] + weights[4];
    double mixture =
        sum == 0
            ? view
            : (weights[0] * local
                    + weights[1] * us
                    + weights[2] * world
                    + weights[3] * view
                    + weights[4] * named)
                / sum;
    double deviation =
        normal(Draws.of(seed, "deviation\0" + name() + "\0" + language + "\0" + topic, 0))
            * profile.in(language, "topic_sd");
    double logit =
        logit(Math.max(EDGE, Math.min(1 - EDGE, mixture)))
            + deviation
            + normal(random) * profile.in(language, "response_sd");
    return 1 / (1 + StrictMath.exp(-logit));
  }

  /** Where no population was asked, the respondent has only its own view. */
  private static double known(Double truth, double otherwise) {
    return truth == null ? otherwise : truth;
  }

  private static double normal(UniformRandomProvider random) {
    return ZigguratSampler.NormalizedGaussian.of(random).sample();
  }

  private static double logit(double p) {
    return StrictMath.log(p / (1 - p));
  }

  /** What models fall into is English, most of all. */
  private static String another(String language) {
    return language.split("-", 2)[0].equals("en") ? "da" : "en";
  }

  private static String pick(String language, String kind, UniformRandomProvider random) {
    List<String> phrases = Phrases.of(language, kind);
    return phrases.get(random.nextInt(phrases.size()));
  }

  /** The ways real models write such lists. */
  private enum Format {
    PLAIN("%d. %s (%d, %s): %s\n"),
    BOLD_NAME("%d. **%s (%d, %s):** %s\n\n"),
    BOLD_ALL("**%d. %s, %d, %s:** %s\n\n"),
    HEADING("### %d. %s, %d (%s):\n\n%s\n\n"),
    BRACKET("%d) %s, %d, %s: %s\n");

    private final String line;

    Format(String line) {
      this.line = line;
    }

    static Format pick(UniformRandomProvider random) {
      return values()[random.nextInt(values().length)];
    }

    String write(String language, List<String> stances, UniformRandomProvider random) {
      StringBuilder text = new StringBuilder();
      if (random.nextDouble() < 0.9) {
        text.append(SimulatedRespondent.pick(language, "preambles", random)).append("\n\n");
      }
      for (int i = 0; i < stances.size(); i++) {
        text.append(
            String.format(
                Locale.ROOT,
                line,
                i + 1,
                SimulatedRespondent.pick(language, "names", random),
                18 + random.nextInt(70),
                SimulatedRespondent.pick(language, "jobs", random),
                SimulatedRespondent.pick(language, stances.get(i), random)));
      }
      if (random.nextDouble() < 0.3) {
        text.append("\n").append(SimulatedRespondent.pick(language, "closings", random));
      }
      return text.toString();
    }
  }
}
