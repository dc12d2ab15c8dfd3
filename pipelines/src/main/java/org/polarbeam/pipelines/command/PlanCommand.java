package org.polarbeam.pipelines.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.judge.Canary;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.paid.TokenEstimate;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.cli.OptionSpec;
import org.polarbeam.pipelines.cli.ProgressPrinter;
import org.polarbeam.pipelines.google.DataflowCost;
import org.polarbeam.pipelines.setup.AskingSetup;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.pipelines.setup.Participants;
import org.polarbeam.pipelines.setup.Questions;
import org.polarbeam.prompt.JudgeInstruction;
import org.polarbeam.record.Prompt;
import org.polarbeam.record.Topic;

/** {@code plan}: what a run would send, and what that costs. Asks nobody and writes nothing. */
public final class PlanCommand implements Command {
  @Override
  public String name() {
    return "plan";
  }

  @Override
  public String summary() {
    return "what a run would send and cost; spends nothing";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return PlanOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "plan --models=openai:gpt-4.1 --judge=openai:gpt-4.1-mini",
        "plan --models=openai:gpt-4.1 --prompts=50 --throughput=20");
  }

  @Override
  public boolean asksModels() {
    return true;
  }

  @Override
  public boolean hasJob() {
    return false;
  }

  @Override
  public List<OptionSpec> letPass() {
    return OptionSpec.of(RunOptions.class);
  }

  @Override
  public int run(Arguments args) {
    System.out.print(new Plan(args).text());
    return DONE;
  }

  /** The plan of one run. */
  private static final class Plan {
    /** The judge sees about what the model wrote, and answers with a number and a word an item. */
    private static final int JUDGE_ANSWER = 70;

    private static final int ITEMS = 10;

    private final Arguments args;
    private final PlanOptions options;
    private final Participants participants;
    private final Questions questions;
    private final AskingSetup asking;
    private final StringBuilder table = new StringBuilder();
    private double cost;
    private long tokens;
    private long requests;
    private long served;
    private final List<String> unpriced = new ArrayList<>();

    /** The rows of prices that hold for more than the model at hand. */
    private final Map<String, String> byPattern = new TreeMap<>();

    Plan(Arguments args) {
      this.args = args;
      Inputs inputs = new Inputs();
      this.options = args.as(PlanOptions.class);
      this.participants =
          Participants.of(
              args,
              inputs,
              Participants.Part.RESPONDENTS,
              Participants.Part.JUDGES,
              Participants.Part.TRANSLATOR);
      participants.everyModel().forEach(participants.providers()::requireAddress);
      this.questions = new Questions(participants, args);
      this.asking = new AskingSetup(args, inputs, participants);
    }

    private String text() {
      row("stage", "model", "language", "requests", "tokens in", "tokens out", "cost");
      Map<String, List<Prompt>> prompts = new TreeMap<>();
      participants.languages().forEach(language -> prompts.put(language, questions.in(language)));
      for (ModelSpec model : participants.specs()) {
        prompts.forEach((language, all) -> elicit(model, language, all));
      }
      for (ModelSpec judge : participants.judges()) {
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
      byPattern.forEach(
          (model, row) ->
              table.append("The price of " + model + " is that of the row " + row + ".\n"));
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
      List<String> untold = asking.untold(participants.languages());
      if (!untold.isEmpty()) {
        table
            .append("The language of answers in ")
            .append(String.join(", ", untold))
            .append(" cannot be told; give --responseLanguage=judge.\n");
      }
      if (args.isDataflow()) {
        workers();
      }
      return table.toString();
    }

    /** What the workers cost beside the models, where a job is planned. */
    private void workers() {
      DataflowCost prices = DataflowCost.bundled();
      table.append(
          String.format(
              Locale.ROOT,
              "On Dataflow one worker costs, by list prices of us-central1 read on %s"
                  + " (cloud.google.com/dataflow/pricing; look them up for your region),%n",
              prices.date()));
      for (String accelerator : asking.accelerators()) {
        table.append(
            DataflowCost.sentence(
                accelerator.replaceFirst(";install.*", ""),
                prices.servingHour(accelerator, asking.diskGib()),
                DataflowCost.START_HOURS,
                served,
                options.getThroughput()));
      }
      boolean serves = asking.needsAccelerator(); // all workers have the image and the disk
      String machine = args.text("workerMachineType");
      table.append(
          DataflowCost.sentence(
              machine == null ? "Dataflow's usual machine" : machine,
              serves ? prices.plainHour(machine, asking.diskGib()) : prices.plainHour(machine),
              serves ? DataflowCost.START_HOURS : DataflowCost.PLAIN_START_HOURS,
              requests,
              options.getThroughput()));
      table.append(
          "Several workers share the answers, each with a start of its own; --throughput is what all"
              + " give together.\n");
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
        int times = questions.samples(model, prompt);
        ChatRequest request = ChatRequest.text("", prompt.text(), model.sampling(), 0, Map.of());
        in += times * TokenEstimate.question(request);
        count += times;
      }
      add("elicit", model, language, count, in, count * answer(model));
    }

    private void judge(ModelSpec judge, String language, List<Prompt> prompts) {
      Topic topic = participants.study().topics().values().iterator().next();
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
      for (ModelSpec model : participants.specs()) {
        long own = prompts.stream().mapToLong(p -> questions.samples(model, p)).sum();
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

    private void add(
        String stage, ModelSpec model, String language, long count, long in, long out) {
      if (!participants.providers().of(model).isPaid()) {
        row(stage, model.name(), language, number(count), "-", "-", "free");
        return;
      }
      boolean priced = asking.knowsPrice(model);
      if (!priced && !unpriced.contains(model.name())) {
        unpriced.add(model.name());
      }
      if (priced && !model.name().equals(asking.priceRow(model))) {
        byPattern.put(model.name(), asking.priceRow(model));
      }
      double own = asking.cost(model, (double) in, (double) out);
      cost += own;
      tokens += in + out;
      requests += count;
      if (!participants.providers().of(model).accelerator(participants.context()).isEmpty()) {
        served += count;
      }
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
}
