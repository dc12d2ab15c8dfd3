package org.polarbeam.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.DataMark;
import org.polarbeam.record.Tables;
import org.polarbeam.stats.Draws;
import org.polarbeam.survey.Recoding;

/**
 * Survey microdata in the shape of the EVS/WVS joint file, of people who do not exist. On the logit
 * scale a country's support for a topic is the world's plus a deviation of its language area plus
 * one of its own, each drawn from the seed.
 */
public final class SyntheticSurvey {
  /** The joint file's code of the World Values Survey. */
  private static final String STUDY = "2";

  private static final Map<String, String> COUNTRIES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("AU", "en"),
              Map.entry("BR", "pt"),
              Map.entry("CA", "en"),
              Map.entry("DK", "da"),
              Map.entry("GB", "en"),
              Map.entry("KE", "en"),
              Map.entry("NG", "en"),
              Map.entry("NIR", "en"),
              Map.entry("NL", "nl"),
              Map.entry("NZ", "en"),
              Map.entry("PT", "pt"),
              Map.entry("SG", "en"),
              Map.entry("US", "en")));

  /** Topics the released study has no population's answer on; here neither. */
  private static final List<String> NOT_ASKED = List.of("e028", "e225", "e226", "e227", "e228");

  private static final double WORLD_SD = 1.2;
  private static final double LANGUAGE_SD = 0.8;
  private static final double COUNTRY_SD = 0.5;
  private static final double SPEAKS_ANOTHER = 0.05;
  private static final double NO_ANSWER = 0.04;

  private SyntheticSurvey() {}

  /**
   * The file, header included.
   *
   * @param topics keys of the topics to ask about
   * @param perCountry respondents a country
   */
  public static String csv(List<String> topics, int perCountry, long seed) {
    List<String> asked = topics.stream().filter(t -> !NOT_ASKED.contains(t)).sorted().toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(Tables.SURVEY.header());
    asked.forEach(t -> header.add(t.toUpperCase(Locale.ROOT)));
    rows.add(header);
    int id = 1;
    for (Map.Entry<String, String> country : COUNTRIES.entrySet()) {
      double[] support =
          asked.stream()
              .mapToDouble(t -> support(t, country.getKey(), country.getValue(), seed))
              .toArray();
      UniformRandomProvider random = Draws.of(seed, "respondents\0" + country.getKey(), 0);
      double population = Math.round(1000 * (0.5 + 2 * random.nextDouble())) / 1000.0;
      for (int k = 0; k < perCountry; k++) {
        List<String> row = new ArrayList<>();
        row.add(Integer.toString(id++));
        row.add(DataMark.SIMULATED);
        row.add(STUDY);
        row.add("2017");
        row.add(country.getKey());
        boolean another = random.nextDouble() < SPEAKS_ANOTHER;
        row.add(another ? (country.getValue().equals("en") ? "pt" : "en") : country.getValue());
        row.add(Double.toString(Math.round(1000 * StrictMath.exp(0.4 * normal(random))) / 1000.0));
        row.add(Double.toString(population));
        for (int t = 0; t < support.length; t++) {
          row.add(Integer.toString(answer(asked.get(t), support[t], random)));
        }
        rows.add(row);
      }
    }
    return CsvFormat.lines(rows);
  }

  private static double support(String topic, String country, String language, long seed) {
    double logit =
        WORLD_SD * normal(Draws.of(seed, "world\0" + topic, 0))
            + LANGUAGE_SD * normal(Draws.of(seed, "language\0" + language + "\0" + topic, 0))
            + COUNTRY_SD * normal(Draws.of(seed, "country\0" + country + "\0" + topic, 0));
    return 1 / (1 + StrictMath.exp(-logit));
  }

  /** A code on the pro or the con side of the question's scale; −1 for no answer. */
  private static int answer(String topic, double support, UniformRandomProvider random) {
    int top = top(topic);
    boolean pro = random.nextDouble() < support;
    boolean silent = random.nextDouble() < NO_ANSWER;
    int code;
    do {
      code = 1 + random.nextInt(top);
    } while (Recoding.isPro(topic, code, top) != pro);
    return silent ? -1 : code;
  }

  /** The number of answer categories, as in the joint file. */
  private static int top(String topic) {
    return switch (topic.charAt(0)) {
      case 'c' -> 5;
      case 'd', 'h' -> 4;
      case 'e' ->
          topic.startsWith("e069") || topic.startsWith("e1") || topic.startsWith("e265") ? 4 : 10;
      default -> topic.equals("f028") ? 8 : 10;
    };
  }

  private static double normal(UniformRandomProvider random) {
    return ZigguratSampler.NormalizedGaussian.of(random).sample();
  }
}
