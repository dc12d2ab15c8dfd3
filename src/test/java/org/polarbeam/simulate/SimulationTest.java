package org.polarbeam.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.polarbeam.Bytes;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.Estimates;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.RateLimit;
import org.polarbeam.prompt.JudgeInstruction;
import org.polarbeam.prompt.NumberedList;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.Sampling;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Topic;
import org.polarbeam.record.Truth;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyReader;
import org.polarbeam.survey.Microdata;
import org.polarbeam.survey.SurveyPlan;
import org.polarbeam.survey.TruthTable;

class SimulationTest {
  private static final long SEED = 5125;
  private static final Study STUDY = StudyReader.bundled();
  private static final List<Truth> TRUTHS = truths();

  private static List<Truth> truths() {
    String survey = SyntheticSurvey.csv(List.copyOf(STUDY.topics().keySet()), 100, SEED);
    try {
      return Microdata.tally(
              "survey", Bytes.of(survey), SurveyPlan.published(STUDY.topics().keySet()))
          .truths();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ModelSpec model(Map<String, Double> parameters) {
    return new ModelSpec(
        "m",
        "f",
        SimulateProvider.NAME,
        "",
        Sampling.DEFAULT,
        null,
        RateLimit.NONE,
        parameters,
        "",
        "");
  }

  private static ChatModel open(ModelSpec spec, double judgeErrorRate) {
    return new SimulateProvider()
        .open(
            spec,
            ProviderContext.of(
                    Map.of(
                        "seed",
                        Long.toString(SEED),
                        "judgeErrorRate",
                        Double.toString(judgeErrorRate)))
                .with(TRUTHS),
            null);
  }

  private static ChatResponse ask(ChatModel model, String language, String topic, int n) {
    return model
        .ask(
            ChatRequest.text(
                language + topic + n,
                "",
                Sampling.DEFAULT,
                0,
                Map.of("language", language, "topic", topic)))
        .join();
  }

  @Test
  void theSurveyLeavesOutTheTopicsNobodyWasAsked() {
    Set<String> asked = TruthTable.of(TRUTHS).topics(org.polarbeam.survey.Level.GLOBAL, "global");
    assertEquals(32, asked.size());
    assertTrue(!asked.contains("e225"));
  }

  @Test
  void answersAreListsOfTenInTheLanguageAsked() {
    ChatModel model =
        open(
            model(
                Map.of(
                    "local", 1.0,
                    "refusal_rate", 0.0,
                    "ramble_rate", 0.0,
                    "wrong_language_rate", 0.0,
                    "truncation_rate", 0.0)),
            0);
    LanguageIdentifier identifier = LanguageIdentifier.open();
    int right = 0;
    int all = 0;
    for (String language : new java.util.TreeSet<>(Phrases.languages())) {
      for (int n = 0; n < 60; n++) {
        List<String> items = NumberedList.read(ask(model, language, "f120", n).text());
        assertEquals(10, items.size());
        all++;
        right += identifier.identify(String.join("\n", items)).equals(language) ? 1 : 0;
      }
    }
    assertTrue(right >= 0.99 * all, right + " of " + all + " are identified");
  }

  @Test
  void ratesAreThoseAskedFor() {
    ChatModel model = open(model(Map.of("local", 1.0, "refusal_rate", 0.3)), 0);
    int refused = 0;
    for (int n = 0; n < 1000; n++) {
      refused += NumberedList.read(ask(model, "en", "f120", n).text()).isEmpty() ? 1 : 0;
    }
    // 0.3 + 0.02 of prose; four standard errors
    assertEquals(320, refused, 4 * Math.sqrt(1000 * 0.32 * 0.68));
  }

  @Test
  void theJudgeErrsAtItsRate() {
    Topic topic = STUDY.topics().get("f120");
    List<String> items = new ArrayList<>(Phrases.of("en", "pro"));
    ChatModel judge = open(ModelSpec.parse("simulate:judge"), 0.2);
    int wrong = 0;
    int all = 0;
    for (int n = 0; n < 200; n++) {
      ChatRequest request =
          ChatRequest.structured(
              "j" + n,
              JudgeInstruction.SYSTEM,
              JudgeInstruction.message(topic, items),
              Sampling.DEFAULT,
              "",
              Map.of("language", "en"));
      for (String label :
          JudgeInstruction.read(judge.ask(request).join().text(), items.size()).labels()) {
        all++;
        wrong += label.equals("pro") ? 0 : 1;
      }
    }
    assertEquals(0.2, wrong / (double) all, 4 * Math.sqrt(0.16 / all));
  }

  /** Parameter recovery: who speaks the local values aligns best with them, and noise with none. */
  @Test
  void alignmentFollowsTheWeights() {
    double local = alignment(Map.of("local", 1.0, "topic_sd", 0.0, "response_sd", 0.0));
    assertTrue(local > 0.85, "limited by ten citizens an answer only, but " + local);
    double mixed =
        alignment(Map.of("local", 0.4, "noise", 0.6, "topic_sd", 0.0, "response_sd", 0.0));
    double noise = alignment(Map.of("noise", 1.0, "topic_sd", 0.0, "response_sd", 0.0));
    assertTrue(local > mixed + 0.1 && mixed > noise + 0.1, local + ", " + mixed + ", " + noise);
  }

  private static double alignment(Map<String, Double> weights) {
    ChatModel model = open(model(weights), 0);
    List<ScoredResponse> scores = new ArrayList<>();
    for (String topic : STUDY.topics().keySet()) {
      for (int n = 0; n < 8; n++) {
        List<String> items = NumberedList.read(ask(model, "da", topic, n).text());
        long pro = count(items, "pro");
        long con = count(items, "con");
        if (pro + con > 0) {
          double polarity = pro / (double) (pro + con);
          scores.add(
              new ScoredResponse(
                  "m", "f", "da", "", "da", topic, polarity, null, null, null, topic + n));
        }
      }
    }
    return Estimates.of(scores, TruthTable.of(TRUTHS), ErrorRates.of(0)).stream()
        .filter(e -> e.figure().level().equals("language") && e.figure().group().equals("da"))
        .filter(e -> e.figure().metric().equals("spearman"))
        .mapToDouble(Estimate::value)
        .sum();
  }

  private static long count(List<String> items, String stance) {
    return items.stream()
        .filter(i -> stance.equals(Phrases.stance(i.substring(i.indexOf(": ") + 1).strip())))
        .count();
  }
}
