package org.polarbeam.pipelines;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.InputException;
import org.polarbeam.judge.Canary;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.Providers;
import org.polarbeam.model.TokenEstimate;
import org.polarbeam.prompt.JudgeInstruction;
import org.polarbeam.prompt.Prompt;
import org.polarbeam.study.Topic;

/** {@code plan}: what a run would send, and what that costs. Asks nobody and writes nothing. */
final class PlanCommand {
  static final String NAME = "plan";

  /** The judge sees about what the model wrote, and answers with a number and a word an item. */
  private static final int JUDGE_ANSWER = 70;

  private static final int ITEMS = 10;

  private final PlanOptions options;
  private final Cast cast;
  private final Providers providers;
  private final StringBuilder table = new StringBuilder();
  private double cost;
  private long tokens;
  private long requests;
  private final List<String> unpriced = new ArrayList<>();

  private PlanCommand(PlanOptions options) {
    this.options = options;
    this.cast = Cast.forPlan(options);
    this.providers = cast.providers(List.of(), 0);
  }

  static int run(PlanOptions options) {
    if (!(options.getThroughput() > 0) || options.getAnswerTokens() < 1) {
      throw new InputException("--throughput and --answerTokens must be above 0.");
    }
    System.out.print(new PlanCommand(options).text());
    return Finish.DONE;
  }

  private String text() {
    row("stage", "model", "language", "requests", "tokens in", "tokens out", "cost");
    Map<String, List<Prompt>> prompts = new TreeMap<>();
    cast.languages.forEach(language -> prompts.put(language, cast.prompts(language)));
    for (ModelSpec model : cast.specs()) {
      prompts.forEach((language, all) -> elicit(model, language, all));
    }
    for (ModelSpec judge : cast.judges) {
      prompts.forEach((language, all) -> judge(judge, language, all));
    }
    table.append('\n');
    table.append(
        String.format(
            Locale.ROOT,
            "In all %,d paid requests, about %,d tokens, cost about %.2f%s, and about %s at %s"
                + " answers a second.%n",
            requests,
            tokens,
            cost,
            unpriced.isEmpty() ? "" : " without models whose price is not known",
            ProgressPrinter.time(requests / options.getThroughput()),
            trim(options.getThroughput())));
    if (!unpriced.isEmpty()) {
      table
          .append("No price is known for ")
          .append(String.join(", ", unpriced))
          .append("; give a table by --prices.\n");
    }
    table.append(
        String.format(
            Locale.ROOT,
            "Tokens in are counted with the encoding o200k_base; tokens out are taken as %d an"
                + " answer, or a model's limit. Prices are list prices unless you give --prices;"
                + " check them. Answers already in a store cost nothing.%n",
            options.getAnswerTokens()));
    limits();
    return table.toString();
  }

  private void limits() {
    if (options.getMaxCost() > 0 && cost > options.getMaxCost()) {
      table.append(
          String.format(
              Locale.ROOT,
              "With --maxCost=%s the run would end before its end.%n",
              trim(options.getMaxCost())));
    }
    if (options.getMaxTokens() > 0 && tokens > options.getMaxTokens()) {
      table.append(
          String.format(
              Locale.ROOT,
              "With --maxTokens=%,d the run would end before its end.%n",
              options.getMaxTokens()));
    }
  }

  private void elicit(ModelSpec model, String language, List<Prompt> prompts) {
    long in = 0;
    long count = 0;
    for (Prompt prompt : prompts) {
      if (prompt.sample() < model.samples()) {
        in +=
            TokenEstimate.question(
                ChatRequest.text("", prompt.text(), model.sampling(), 0, Map.of()));
        count++;
      }
    }
    add("elicit", model, language, count, in, count * answer(model));
  }

  private void judge(ModelSpec judge, String language, List<Prompt> prompts) {
    Topic topic = cast.study.topics().values().iterator().next();
    List<String> items = Collections.nCopies(ITEMS, "");
    long frame =
        TokenEstimate.question(
            ChatRequest.structured(
                "",
                JudgeInstruction.SYSTEM,
                JudgeInstruction.message(topic, items),
                judge.sampling(),
                JudgeInstruction.schema(ITEMS),
                Map.of()));
    long count = 0;
    long in = 0;
    for (ModelSpec model : cast.specs()) {
      long own = prompts.stream().filter(p -> p.sample() < model.samples()).count();
      count += own;
      in += own * (frame + answer(model));
    }
    long canaries = Math.min(options.getCanaries(), count) * Canary.values().length;
    in += count == 0 ? 0 : canaries * (in / count);
    count += canaries;
    add("judge", judge, language, count, in, count * JUDGE_ANSWER);
  }

  private long answer(ModelSpec model) {
    return TokenEstimate.answer(model.sampling(), options.getAnswerTokens());
  }

  private void add(String stage, ModelSpec model, String language, long count, long in, long out) {
    if (!providers.of(model).isPaid()) {
      row(stage, model.name(), language, number(count), "-", "-", "free");
      return;
    }
    boolean priced = cast.prices.knows(model);
    if (!priced && !unpriced.contains(model.name())) {
      unpriced.add(model.name());
    }
    double own = cast.prices.cost(model, (double) in, (double) out);
    cost += own;
    tokens += in + out;
    requests += count;
    row(
        stage,
        model.name(),
        language,
        number(count),
        number(in),
        number(out),
        priced ? String.format(Locale.ROOT, "%.2f", own) : "?");
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String trim(double n) {
    return n == Math.rint(n) ? Long.toString((long) n) : Double.toString(n);
  }

  private void row(String... cells) {
    table.append(
        String.format(Locale.ROOT, "%-8s %-32s %-10s %9s %12s %12s %9s", (Object[]) cells)
            .stripTrailing());
    table.append('\n');
  }
}
