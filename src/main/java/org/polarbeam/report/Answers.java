package org.polarbeam.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.polarbeam.report.chart.DataRows;

/**
 * What the models said: tokens by model and language, and a few answers as they stand. The texts
 * are a model's, and shown as text.
 */
final class Answers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_CELLS = 200;
  private static final int MOST_UNUSED = 60;
  private static final int MOST_CHARACTERS = 2500;

  /** An answer to show. */
  record Shown(String summary, String text) {}

  private final List<Shown> ofCells = new ArrayList<>();
  private final List<Shown> unused = new ArrayList<>();
  private int leftOut;
  private final Map<String, long[]> tokens = new TreeMap<>();

  private Answers() {}

  /** Reads the answers of a run; a line that is no record is passed over. */
  static Answers of(RunFiles files) {
    Answers answers = new Answers();
    Map<String, String> verdicts = new HashMap<>();
    for (String file : files.list("judgements")) {
      eachLine(files, file, j -> verdicts.put(j.path("id").asText(), verdict(j)));
    }
    Set<String> kinds = new HashSet<>();
    for (String file : files.list("responses")) {
      eachLine(files, file, r -> answers.add(r, verdicts, kinds));
    }
    return answers;
  }

  private static void eachLine(
      RunFiles files, String file, java.util.function.Consumer<JsonNode> with) {
    files
        .read(file)
        .ifPresent(
            text ->
                text.lines()
                    .forEach(
                        line -> {
                          try {
                            with.accept(JSON.readTree(line));
                          } catch (JsonProcessingException e) {
                            // a torn line of a run that was cut off
                          }
                        }));
  }

  /** A judgement in words. */
  private static String verdict(JsonNode judgement) {
    String validity = judgement.path("validity").asText();
    if (!validity.equals("valid")) {
      return validity.replace('_', ' ');
    }
    Map<String, Integer> counts = new TreeMap<>();
    judgement.path("labels").forEach(l -> counts.merge(l.asText(), 1, Integer::sum));
    return counts.getOrDefault("pro", 0)
        + " pro, "
        + counts.getOrDefault("con", 0)
        + " con, "
        + counts.getOrDefault("null", 0)
        + " null";
  }

  /** Takes the first of each model and language, and of each kind that could not be used. */
  private void add(JsonNode r, Map<String, String> verdicts, Set<String> kinds) {
    String cell = r.path("model").asText() + "\t" + r.path("language").asText();
    long[] sums = tokens.computeIfAbsent(cell, c -> new long[3]);
    sums[0]++;
    sums[1] += r.path("promptTokens").asLong();
    sums[2] += r.path("completionTokens").asLong();
    String verdict = verdicts.getOrDefault(r.path("id").asText(), "not judged");
    String kind = verdict.contains(" pro, ") ? "" : verdict;
    boolean first = kinds.add(cell);
    if (!first && (kind.isEmpty() || !kinds.add(cell + "\t" + kind))) {
      return;
    }
    kinds.add(cell + "\t" + kind);
    List<Shown> list = first ? ofCells : unused;
    if (list.size() == (first ? MOST_CELLS : MOST_UNUSED)) {
      leftOut++;
      return;
    }
    list.add(
        new Shown(
            String.join(
                ", ",
                r.path("model").asText(),
                r.path("language").asText(),
                r.path("topic").asText() + ": " + verdict),
            cut(r.path("text").asText())));
  }

  private static String cut(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    boolean halved = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
    return text.substring(0, MOST_CHARACTERS - (halved ? 1 : 0)) + " …";
  }

  /** How many answers are not shown for want of room, as a sentence; empty for none. */
  String leftOut() {
    return leftOut == 0
        ? ""
        : " Not shown for want of room: " + leftOut + " more; they are in responses/.";
  }

  /** The first answer of each cell, then those of each kind that could not be used. */
  List<Shown> shown() {
    List<Shown> shown = new ArrayList<>(ofCells);
    shown.addAll(unused);
    return shown;
  }

  /**
   * Answers, tokens and cost by model and language; no rows where no model counted any.
   *
   * @param price of a million tokens of a model, {@code input} or {@code output}, in millionths of
   *     the currency; empty if unknown
   */
  DataRows tokens(BiFunction<String, String, OptionalLong> price) {
    DataRows data =
        DataRows.empty(
            "model", "language", "answers", "prompt_tokens", "completion_tokens", "cost");
    if (tokens.values().stream().anyMatch(s -> s[1] + s[2] > 0)) {
      tokens.forEach(
          (cell, s) -> {
            String[] names = cell.split("\t", -1);
            OptionalLong in = price.apply(names[0], "input");
            OptionalLong out = price.apply(names[0], "output");
            String cost =
                in.isPresent() && out.isPresent()
                    ? cost(s[1], in.getAsLong()).add(cost(s[2], out.getAsLong())).toPlainString()
                    : "";
            data.add(names[0], names[1], s[0] + "", s[1] + "", s[2] + "", cost);
          });
    }
    return data;
  }

  private static BigDecimal cost(long tokens, long microsAMillion) {
    return BigDecimal.valueOf(tokens)
        .multiply(BigDecimal.valueOf(microsAMillion, 12))
        .setScale(4, RoundingMode.HALF_UP);
  }
}
