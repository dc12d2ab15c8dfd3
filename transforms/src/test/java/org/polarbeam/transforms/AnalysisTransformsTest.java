package org.polarbeam.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.Estimates;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.alignment.TopicBootstrap;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Truth;
import org.polarbeam.survey.TruthTable;
import org.polarbeam.transforms.internal.RecordSchemas;

/**
 * Score, Bootstrap and the baseline give what the domain gives, wherever the parts are computed.
 */
class AnalysisTransformsTest {
  private static final TruthTable TRUTHS = truths();

  private static TruthTable truths() {
    List<Truth> truths = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      truths.add(new Truth("language", "da", "da", "t" + t, t / 6.0, null, null));
      truths.add(new Truth("country", "DK", "da", "t" + t, 1 - t / 6.0, null, null));
      truths.add(new Truth("country", "US", "en", "t" + t, (t * 5 % 6) / 6.0, null, null));
      truths.add(new Truth("global", "global", "", "t" + t, 0.5 + t / 20.0, null, null));
    }
    return TruthTable.of(truths);
  }

  private static List<ScoredResponse> scores(String model) {
    List<ScoredResponse> scores = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      for (int k = 0; k < 4; k++) {
        double polarity = ((t * 3 + k * 2 + model.hashCode()) % 11) / 10.0;
        scores.add(
            new ScoredResponse(
                model, "f", "da", "", "da", "t" + t, polarity, 1, 1, 0, "p" + t + "-" + k));
      }
    }
    return scores;
  }

  private static PCollection<ScoredResponse> input(TestPipeline pipeline, String... models) {
    List<ScoredResponse> all = new ArrayList<>();
    for (String model : models) {
      all.addAll(scores(model));
    }
    return pipeline.apply(Create.of(all).withCoder(RecordSchemas.coder(ScoredResponse.class)));
  }

  @Test
  void scoreGivesTheEstimatesOfEachCell() {
    TestPipeline pipeline = Fakes.pipeline();
    List<org.polarbeam.record.Estimate> expected =
        new ArrayList<>(Estimates.of(scores("a"), TRUTHS, ErrorRates.of(0.1)));
    expected.addAll(Estimates.of(scores("b"), TRUTHS, ErrorRates.of(0.1)));
    PAssert.that(input(pipeline, "a", "b").apply(Score.against(TRUTHS, ErrorRates.of(0.1))))
        .containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void bootstrapJoinsItsBlocksOfRounds() {
    TestPipeline pipeline = Fakes.pipeline();
    int rounds = 600; // more than one block
    List<FigureRounds> expected =
        new TopicBootstrap(scores("a"), TRUTHS, ErrorRates.of(0), Resampling.valid(rounds, 7))
            .rounds(0, rounds);
    PAssert.that(
            input(pipeline, "a")
                .apply(Bootstrap.against(TRUTHS, ErrorRates.of(0), Resampling.valid(rounds, 7))))
        .satisfies(
            figures -> {
              Map<String, double[]> ours = new HashMap<>();
              figures.forEach(f -> ours.put(f.figure().toString(), f.values()));
              assertEquals(expected.size(), ours.size());
              expected.forEach(f -> assertArrayEquals(f.values(), ours.get(f.figure().toString())));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void theBaselineAnswersThePromptsOfTheModelWithMostResponses() {
    TestPipeline pipeline = Fakes.pipeline();
    PAssert.that(input(pipeline, "a", "b").apply(Score.withRandomBaseline(7)))
        .satisfies(
            scores -> {
              List<ScoredResponse> baseline =
                  Score.list(scores).stream().filter(ScoredResponse::isBaseline).toList();
              assertEquals(24, baseline.size());
              assertEquals(24, baseline.stream().map(ScoredResponse::promptId).distinct().count());
              assertEquals(24, baseline.stream().map(ScoredResponse::polarity).distinct().count());
              assertTrue(baseline.stream().allMatch(s -> s.polarity() >= 0 && s.polarity() <= 1));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void settingsAreCheckedWhenBuilt() {
    assertThrows(IllegalArgumentException.class, () -> Score.against(TRUTHS, ErrorRates.of(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Bootstrap.against(TRUTHS, ErrorRates.of(0), Resampling.valid(0, 7)));
    assertThrows(IllegalArgumentException.class, () -> BuildPrompts.of(7, 0, 1));
  }
}
