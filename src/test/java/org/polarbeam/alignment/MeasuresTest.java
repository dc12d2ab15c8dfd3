package org.polarbeam.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.FigureSummary;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.TopicBias;
import org.polarbeam.record.Truth;
import org.polarbeam.stats.Draws;
import org.polarbeam.stats.Quantiles;
import org.polarbeam.survey.TruthTable;

/** Measures beside rank correlation, draws of topics, intervals and when they are withheld. */
class MeasuresTest {
  private static final long SEED = 17;

  private static ScoredResponse response(
      String model, String language, String topic, int k, double v) {
    return new ScoredResponse(
        model, "f", language, "", language, topic, v, null, null, null, topic + "-" + k);
  }

  private static TruthTable truths(double shift, Double error) {
    List<Truth> truths = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      double p = 0.1 + 0.05 * t + shift;
      truths.add(new Truth("language", "da", "da", "t" + t, p, 100L, 100.0, 90.0, error));
      truths.add(new Truth("language", "en", "en", "t" + t, 0.9 - p, 100L, 100.0, 90.0, error));
    }
    return TruthTable.of(truths);
  }

  /** Responses to twelve topics around 0.1, 0.15, …, in tenths. */
  private static List<ScoredResponse> world(String model, int each, int draw) {
    UniformRandomProvider random = Draws.of(draw, "world" + model, 0);
    List<ScoredResponse> all = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      for (int k = 0; k < each; k++) {
        int pro = 0;
        for (int item = 0; item < 10; item++) {
          pro += random.nextDouble() < 0.1 + 0.05 * t ? 1 : 0;
        }
        all.add(response(model, "da", "t" + t, k, pro / 10.0));
      }
    }
    return all;
  }

  private static Map<String, Estimate> estimates(List<ScoredResponse> cell, TruthTable truths) {
    Map<String, Estimate> all = new HashMap<>();
    Estimates.of(cell, truths, ErrorRates.of(0))
        .forEach(e -> all.put(e.figure().group() + e.figure().metric() + e.figure().category(), e));
    return all;
  }

  @Test
  void aShiftIsSeenByDistanceAndBiasAndNotByRanks() {
    List<ScoredResponse> cell = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      cell.add(response("m", "da", "t" + t, 0, 0.1 + 0.05 * t + 0.2));
      cell.add(response("m", "da", "t" + t, 1, 0.1 + 0.05 * t + 0.1));
    }
    Map<String, Estimate> e = estimates(cell, truths(0, null));
    assertEquals(0.15, e.get("dasigned_bias").value(), 1e-12);
    assertEquals(0.15, e.get("datopic_distance").value(), 1e-12);
    assertEquals(0.85, e.get("damean_alignment").value(), 1e-12);
    assertTrue(e.get("daspearman").value() > 0.9);
    double similarity = 0;
    for (int t = 0; t < 12; t++) {
      double p = 0.1 + 0.05 * t + 0.15;
      double q = 0.1 + 0.05 * t;
      double m = (p + q) / 2;
      double bits =
          (p * log2(p / m)
                  + (1 - p) * log2((1 - p) / (1 - m))
                  + q * log2(q / m)
                  + (1 - q) * log2((1 - q) / (1 - m)))
              / 2;
      similarity += (1 - Math.sqrt(bits)) / 12;
    }
    assertEquals(similarity, e.get("dajs_similarity").value(), 1e-12);
    assertEquals(1, PairedTopics.divergence(0, 1), 1e-15);
    assertEquals(0, PairedTopics.divergence(0.3, 0.3), 1e-15);
  }

  private static double log2(double v) {
    return Math.log(v) / Math.log(2);
  }

  /** Sums shared by populations give what pairs give one by one. */
  @Test
  void weighedSumsAreCorrelationsOfPairs() {
    List<ScoredResponse> cell = world("m", 6, 3);
    TruthTable truths = truths(0, null);
    TopicBootstrap bootstrap =
        new TopicBootstrap(
            cell, truths, ErrorRates.of(0), Resampling.valid(3, SEED).with(TopicEffects.FIXED));
    Map<String, double[]> rounds = new HashMap<>();
    bootstrap
        .rounds(0, 3)
        .forEach(f -> rounds.put(f.figure().group() + f.figure().metric(), f.values()));
    assertEquals(
        -rounds.get("daspearman")[1], rounds.get("enspearman")[1], 1e-12, "truths turned round");
    Map<String, Estimate> e = estimates(cell, truths);
    double[] x = cell.stream().mapToDouble(ScoredResponse::polarity).toArray();
    double[] y =
        cell.stream()
            .mapToDouble(r -> 0.1 + 0.05 * Integer.parseInt(r.topic().substring(1)))
            .toArray();
    assertEquals(
        org.polarbeam.stats.Correlation.spearman(x, y), e.get("daspearman").value(), 1e-12);
    assertEquals(org.polarbeam.stats.Correlation.pearson(x, y), e.get("dapearson").value(), 1e-12);
  }

  /** Cells with the same topics draw the same; who lacks one draws the same as far as can be. */
  @Test
  void topicsAreDrawnOnceForAll() {
    List<String> all = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    List<String> fewer = List.of("a", "b", "c", "d", "e", "f", "g");
    int[] counts = new int[8];
    int same = 0;
    for (int round = 0; round < 2000; round++) {
      int[] one = new TopicDraws(all).of(SEED, round);
      int[] other = new TopicDraws(fewer).of(SEED, round);
      for (int place = 0; place < 7; place++) {
        same += one[place] == other[place] ? 1 : 0;
      }
      for (int topic : one) {
        counts[topic]++;
      }
    }
    assertEquals(7 / 8.0, same / 14000.0, 0.02);
    Arrays.stream(counts).forEach(n -> assertEquals(2000, n, 4 * Math.sqrt(2000)));
    assertArrayEquals(new TopicDraws(all).of(SEED, 5), new TopicDraws(all).of(SEED, 5));
    assertNotEquals(
        Arrays.toString(new TopicDraws(all).of(SEED, 5)),
        Arrays.toString(new TopicDraws(all).of(SEED, 6)));
  }

  /** The jackknife's error is how figures vary over new responses to the same topics. */
  @Test
  void theErrorForTheseTopicsIsThatOfNewResponses() {
    Map<String, List<Double>> values = new HashMap<>();
    Map<String, Double> errors = new HashMap<>();
    int worlds = 300;
    for (int draw = 0; draw < worlds; draw++) {
      estimates(world("m", 9, draw), truths(0, null))
          .forEach(
              (name, e) -> {
                values.computeIfAbsent(name, n -> new ArrayList<>()).add(e.value());
                errors.merge(name, e.fixedErr() / worlds, Double::sum);
              });
    }
    for (String name : List.of("daspearman", "dapearson", "dasigned_bias", "damean_alignment")) {
      double sd =
          Quantiles.of(values.get(name).stream().mapToDouble(Double::doubleValue).toArray()).sd();
      assertEquals(1, errors.get(name) / sd, 0.12, name);
    }
    double sd =
        Quantiles.of(values.get("spearman").stream().mapToDouble(Double::doubleValue).toArray())
            .sd();
    assertEquals(1, errors.get("spearman") / sd, 0.15, "self-consistency");
  }

  private static FigureSummary summary(
      Resampling resampling, int topics, int thin, double value, double... rounds) {
    Estimate e =
        new Estimate(
            new org.polarbeam.record.Figure("m", "f", "da", "", "language", "da", "spearman"),
            value,
            100,
            topics,
            thin,
            0.1,
            1,
            "id");
    return new Intervals(resampling).of(e, rounds);
  }

  @Test
  void anIntervalThatCouldNotBeTrustedIsWithheldWithItsReason() {
    Resampling valid = Resampling.valid(10, SEED);
    double[] rounds = {0.5, 0.52, 0.48, 0.51, 0.49, 0.5, 0.53, 0.47, 0.5, 0.5};
    FigureSummary good = summary(valid, 20, 0, 0.5, rounds);
    assertEquals("topics like these", good.covers());
    assertTrue(good.ciLow() < 0.5 && good.ciHigh() > 0.5 && good.withheld().isEmpty());
    assertEquals("it rests on 7 topics", summary(valid, 7, 0, 0.5, rounds).withheld());
    double[] undefined = rounds.clone();
    undefined[0] = Double.NaN;
    assertEquals("", summary(valid, 20, 0, 0.5, undefined).withheld());
    undefined[1] = Double.NaN;
    assertEquals(
        "it is defined in 8 of 10 rounds", summary(valid, 20, 0, 0.5, undefined).withheld());
    assertEquals(8, summary(valid, 20, 0, 0.5, undefined).rounds());
    assertEquals("the figure is undefined", summary(valid, 20, 0, Double.NaN, rounds).withheld());
    Resampling fixed = valid.with(TopicEffects.FIXED);
    assertEquals("these topics", summary(fixed, 20, 5, 0.5, rounds).covers());
    assertTrue(summary(fixed, 20, 6, 0.5, rounds).withheld().contains("fewer than 3 responses"));
    assertTrue(Double.isNaN(summary(fixed, 20, 6, 0.5, rounds).ciLow()));
    assertEquals("", summary(valid, 20, 6, 0.5, rounds).withheld());
  }

  @Test
  void theSurveysErrorWidensIntervalsAndIsTheSameForAllModels() {
    Map<String, Double> sds = new HashMap<>();
    Map<String, double[]> byModel = new HashMap<>();
    for (String model : List.of("m", "n")) {
      for (boolean hasError : new boolean[] {false, true}) {
        Resampling resampling =
            new Resampling(Inference.VALID, TopicEffects.FIXED, hasError, 200, 8, SEED);
        List<ScoredResponse> same = new ArrayList<>();
        for (int t = 0; t < 12; t++) {
          same.add(response(model, "da", "t" + t, 0, 0.1 + 0.05 * t));
        }
        new TopicBootstrap(same, truths(0, 0.08), ErrorRates.of(0), resampling)
            .rounds(0, 200).stream()
                .filter(f -> f.figure().group().equals("da"))
                .filter(f -> f.figure().metric().equals("topic_distance"))
                .forEach(
                    f -> {
                      sds.put(model + hasError, Quantiles.of(f.values()).sd());
                      byModel.put(model + hasError, f.values());
                    });
      }
    }
    assertEquals(0, sds.get("mfalse"));
    assertTrue(sds.get("mtrue") > 0.005, sds.toString());
    assertArrayEquals(byModel.get("mtrue"), byModel.get("ntrue"));
  }

  @Test
  void theBiasOnATopicHasTheErrorOfResponsesAndSurvey() {
    List<ScoredResponse> cell = new ArrayList<>();
    double[] values = {0.5, 0.7, 0.6, 0.6};
    for (int k = 0; k < values.length; k++) {
      cell.add(response("m", "da", "t4", k, values[k]));
    }
    cell.add(response("m", "da", "t5", 0, 0.4));
    List<TopicBias> biases = TopicBiases.of(cell, truths(0, null));
    TopicBias t4 = biases.get(0);
    double se = Math.sqrt(0.02 / 3 / 4);
    assertEquals(0.3, t4.bias(), 1e-12);
    assertEquals(se, t4.stdErr(), 1e-12);
    assertEquals(0.3 - 3.182446305284263 * se, t4.ciLow(), 1e-9); // t of 3 degrees of freedom
    assertTrue(Double.isNaN(biases.get(1).ciLow()));
    TopicBias uncertain = TopicBiases.of(cell, truths(0, 0.05)).get(0);
    assertEquals(Math.hypot(se, 0.05), uncertain.stdErr(), 1e-12);
  }

  @Test
  void kindsOfTopicsAreAlignedForThemselves() {
    Map<String, String> kinds = new HashMap<>();
    for (int t = 0; t < 12; t++) {
      kinds.put("t" + t, t < 2 ? "few" : t < 7 ? "low" : "high");
    }
    List<ScoredResponse> cell = world("m", 6, 1);
    TruthTable truths = truths(0, null).withCategories(kinds);
    Map<String, Estimate> e = estimates(cell, truths);
    assertEquals(5, e.get("daspearmanlow").topics());
    assertEquals(12, e.get("daspearman").topics());
    assertEquals(null, e.get("daspearmanfew"));
    assertEquals(null, e.get("enspearmanlow")); // by the speakers of the language asked in alone
    double mean =
        (5 * e.get("dasigned_biaslow").value()
                + 5 * e.get("dasigned_biashigh").value()
                + cell.stream()
                    .filter(r -> r.topic().equals("t0") || r.topic().equals("t1"))
                    .mapToDouble(r -> (r.polarity() - (r.topic().equals("t0") ? 0.1 : 0.15)) / 6)
                    .sum())
            / 12;
    assertEquals(e.get("dasigned_bias").value(), mean, 1e-12);
  }
}
