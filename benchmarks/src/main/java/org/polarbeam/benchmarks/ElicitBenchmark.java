package org.polarbeam.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.Providers;
import org.polarbeam.model.openai.OpenAiProvider;
import org.polarbeam.model.paid.Asker;
import org.polarbeam.model.paid.AskingSession;
import org.polarbeam.model.paid.LocalBlobs;
import org.polarbeam.model.paid.PriceTable;
import org.polarbeam.model.paid.Usage;
import org.polarbeam.record.Prompt;
import org.polarbeam.record.Sampling;
import org.polarbeam.simulate.SimulateProvider;
import org.polarbeam.transforms.Asking;
import org.polarbeam.transforms.Elicit;
import org.polarbeam.transforms.internal.RecordSchemas;

/**
 * Eliciting against a server with a fixed service time and capacity, beside the ideal and beside a
 * DoFn that waits for each request; what the client costs at a server that answers at once; and
 * memory from ten thousand to a million prompts.
 */
public final class ElicitBenchmark {
  private static final int CAPACITY = 256;
  private static final int REQUESTS = 10_000;
  private static final int PLAIN_REQUESTS = 60;
  private static final int OVERHEAD_REQUESTS = 20_000;

  /** Of the bundled study, which has 1,850 prompts in each. */
  private static final int LANGUAGES = 4;

  private static final int SAMPLES = 2;
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;
  private static final LongAdder ANSWERED = new LongAdder();

  private ElicitBenchmark() {}

  /**
   * Give {@code memory N} to run the memory part alone, in a process with a small heap, {@code
   * overhead} for what a request costs, or {@code peer N} for the comparison with inspect_ai alone.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 2 && args[0].equals("memory")) {
      memory(Integer.parseInt(args[1]));
      return;
    }
    if (args.length > 0 && args[0].equals("overhead")) {
      overhead();
      System.exit(0);
    }
    try (ServerProcess server = ServerProcess.start(0, CAPACITY)) {
      elicit(server.endpoint(), 5_000); // hours of work are not spent in a cold JVM
    }
    if (args.length > 0 && args[0].equals("peer")) {
      peer(args.length > 1 ? Integer.parseInt(args[1]) : REQUESTS);
      System.exit(0);
    }
    for (long millis : new long[] {500, 2_000}) {
      throughput(millis);
    }
    peer(REQUESTS);
    overhead();
    for (int prompts : new int[] {10_000, 1_000_000}) {
      new ProcessBuilder(
              System.getProperty("java.home") + "/bin/java",
              "-Xmx96m",
              "-cp",
              System.getProperty("java.class.path"),
              ElicitBenchmark.class.getName(),
              "memory",
              Integer.toString(prompts))
          .inheritIO()
          .start()
          .waitFor();
    }
    System.exit(0);
  }

  private static void throughput(long millis) throws IOException {
    double ideal = CAPACITY / (millis / 1e3);
    try (ServerProcess server = ServerProcess.start(millis, CAPACITY)) {
      Times times = elicit(server.endpoint(), REQUESTS);
      double plain = plain(server.endpoint(), PLAIN_REQUESTS);
      System.out.printf(
          Locale.ROOT,
          "service time %.1f s, capacity %d, %,d requests: ideal %.1f answers/s; Elicit %.1f (%.1f%%"
              + " of the ideal), %.1f (%.1f%%) with the pipeline's start; one request a thread %.2f%n",
          millis / 1e3,
          CAPACITY,
          REQUESTS,
          ideal,
          REQUESTS / times.asking,
          100 * REQUESTS / times.asking / ideal,
          REQUESTS / times.whole,
          100 * REQUESTS / times.whole / ideal,
          PLAIN_REQUESTS / plain);
    }
  }

  /**
   * Beside inspect_ai, both as their users run them, start included: throughput, CPU and the time
   * to go on when all (all but one, which it needs) are answered.
   */
  private static void peer(int count) throws IOException, InterruptedException {
    InspectPeer inspect = InspectPeer.find();
    if (inspect == null) {
      return;
    }
    try (ServerProcess server = ServerProcess.start(500, CAPACITY)) {
      String output = Files.createTempDirectory("polarbeam-run").resolve("run").toString();
      TimedCommand.Took first = launch(server.endpoint(), count, output);
      TimedCommand.Took again = launch(server.endpoint(), count, output);
      TimedCommand.Took eval = inspect.eval(server.endpoint(), count, CAPACITY);
      TimedCommand.Took resumed = inspect.resume(server.endpoint());
      System.out.printf(
          Locale.ROOT,
          "service time 0.5 s, %,d requests: polarbeam elicit %.1f answers/s, %.0f microseconds of CPU a"
              + " request, resumed in %.1f s; inspect_ai %.1f answers/s, %.0f microseconds, %.1f s;"
              + " ratios %.1f, 1:%.1f, 1:%.1f%n",
          count,
          count / first.wall(),
          first.cpu() / count * 1e6,
          again.wall(),
          count / eval.wall(),
          eval.cpu() / count * 1e6,
          resumed.wall(),
          eval.wall() / first.wall(),
          eval.cpu() / first.cpu(),
          resumed.wall() / again.wall());
    }
  }

  private static TimedCommand.Took launch(String endpoint, int count, String output)
      throws IOException, InterruptedException {
    return TimedCommand.run(
        Path.of("").toAbsolutePath(),
        false,
        Map.of(),
        Path.of("polarbeam").toAbsolutePath().toString(),
        "elicit",
        "--prompts=" + count / (LANGUAGES * SAMPLES),
        "--samples=" + SAMPLES,
        "--models=openai:m@" + endpoint,
        "--maxInFlight=" + CAPACITY,
        "--output=" + output);
  }

  private static List<Prompt> prompts(int count) {
    List<Prompt> prompts = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      prompts.add(prompt(n));
    }
    return prompts;
  }

  private static Prompt prompt(int n) {
    return new Prompt("p" + n, "en", "", "f120", "v" + n, "t", 0, "Question number " + n);
  }

  private static ProviderContext context(int inFlight) {
    return ProviderContext.of(Map.of("maxInFlight", Integer.toString(inFlight)))
        .with(ApiKey.inEnvironment("POLARBEAM_NO_KEY"));
  }

  private static AskingSession.Settings settings() {
    return new AskingSession.Settings(
        CAPACITY,
        5,
        1_000,
        "benchmark " + System.nanoTime(),
        NO_LIMIT,
        NO_LIMIT,
        PriceTable.bundled());
  }

  /**
   * The seconds a pipeline takes.
   *
   * @param whole from its start to its end
   * @param asking from the first question to the last answer
   */
  private record Times(double whole, double asking) {}

  private static Times elicit(String endpoint, int count) throws IOException {
    return elicit(endpoint, count, Files.createTempDirectory("polarbeam-store").toString());
  }

  private static Times elicit(String endpoint, int count, String store) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    Asking asking =
        new Asking(
            Providers.of(new OpenAiProvider()),
            context(CAPACITY),
            settings(),
            store,
            Asking.shardsFor(count, CAPACITY));
    pipeline
        .apply(Create.of(prompts(count)).withCoder(RecordSchemas.coder(Prompt.class)))
        .apply(Elicit.of(List.of(ModelSpec.of("m", "f", "openai", endpoint)), asking));
    long start = System.nanoTime();
    AtomicLong taken = new AtomicLong();
    Thread watch =
        new Thread(
            () -> {
              long first = await(asking, Usage.ASKED, 1);
              taken.set(await(asking, Usage.ANSWERED, count) - first);
            });
    watch.setDaemon(true);
    watch.start();
    pipeline.run().waitUntilFinish();
    long end = System.nanoTime();
    join(watch);
    return new Times((end - start) / 1e9, taken.get() / 1e9);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long await(Asking asking, String name, int count) {
    try {
      while (AskingSession.of(asking.settings()).stage("elicit").get(name) < count) {
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return System.nanoTime();
  }

  /** The same with a DoFn that asks and waits. */
  private static double plain(String endpoint, int count) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(Create.of(prompts(count)).withCoder(RecordSchemas.coder(Prompt.class)))
        .apply(Reshuffle.viaRandomKey())
        .apply(ParDo.of(new PlainFn(endpoint)));
    long start = System.nanoTime();
    pipeline.run().waitUntilFinish();
    return (System.nanoTime() - start) / 1e9;
  }

  static final class PlainFn extends DoFn<Prompt, String> {
    private static final long serialVersionUID = 1L;
    private final String endpoint;
    private transient ChatModel model;

    PlainFn(String endpoint) {
      this.endpoint = endpoint;
    }

    @Setup
    public void setUp() {
      model =
          new OpenAiProvider().open(ModelSpec.of("m", "f", "openai", endpoint), context(1), null);
    }

    @ProcessElement
    public void process(@Element Prompt prompt, OutputReceiver<String> out) {
      out.output(model.ask(request(prompt)).join().text());
    }
  }

  private static ChatRequest request(Prompt p) {
    return ChatRequest.text(
        p.id(),
        p.text(),
        Sampling.DEFAULT,
        0,
        Map.of("language", p.language(), "topic", p.topic()));
  }

  /** What a request costs beside what it costs the HTTP library to send it and read the answer. */
  private static void overhead() throws IOException {
    try (ServerProcess server = ServerProcess.start(0, CAPACITY)) {
      cost("instant server, the HTTP library alone", BareHttp.to(server.endpoint()));
      for (boolean stored : new boolean[] {false, true}) {
        AskingSession session = AskingSession.of(settings());
        ChatModel model =
            session.open(
                new OpenAiProvider(),
                ModelSpec.of("m", "f", "openai", server.endpoint()),
                context(CAPACITY),
                stored ? new LocalBlobs(Files.createTempDirectory("polarbeam-store")) : null);
        cost("instant server, " + (stored ? "every answer stored durably" : "no store"), model);
      }
    }
  }

  private static void cost(String what, ChatModel model) {
    ask(model, OVERHEAD_REQUESTS, 3_000_000); // warm
    double cpu = cpuSeconds();
    long start = System.nanoTime();
    ask(model, OVERHEAD_REQUESTS, 0);
    double wall = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f microseconds of the client's CPU a request, %.0f requests/s%n",
        what,
        (cpuSeconds() - cpu) / OVERHEAD_REQUESTS * 1e6,
        OVERHEAD_REQUESTS / wall);
  }

  private static void ask(ChatModel model, int count, int first) {
    Asker<Prompt, ChatResponse> asker =
        new Asker<>(
            2 * CAPACITY,
            p -> model.ask(request(p)),
            (p, answer) -> ANSWERED.increment(),
            (p, failure) -> {
              throw failure;
            });
    for (int n = first; n < first + count; n++) {
      asker.submit(prompt(n));
    }
    asker.drain();
  }

  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  private static void memory(int count) {
    ChatModel model =
        new SimulateProvider().open(ModelSpec.parse("simulate:random"), context(1), null);
    long start = System.nanoTime();
    ask(model, count, 0);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        Locale.ROOT,
        "%,d prompts to a simulated respondent in a heap of 96 MB: %,d answered in %.1f s, %.1f MB in"
            + " use at the end%n",
        count,
        ANSWERED.sum(),
        seconds,
        used / 1048576.0);
  }
}
