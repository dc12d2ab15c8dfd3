package org.polarbeam.model.served;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.ProviderOption;
import org.polarbeam.model.openai.OpenAiProvider;

/**
 * Models that vLLM serves on the machine that asks them: one server a process, and so one a machine
 * on Dataflow, started by the first question, shared by all that ask, restarted when it crashes or
 * hangs, and ended when nobody needs it any more or this process ends.
 *
 * <p>A model's endpoint says where its weights are: a {@code gs://} folder, which is copied to the
 * machine first, or a name on the model hub; the model's own name where it is left out.
 */
public final class VllmProvider implements ModelProvider {
  /** What it is called in a study. */
  public static final String NAME = "vllm";

  private static final long serialVersionUID = 1L;
  private static final int SEQUENCES = 256;
  private static final int LEAST_DISK_GIB = 200;

  /** Unpacked. */
  private static final int IMAGE_GIB = 30;

  private static final int ROOM_GIB = 40;

  private static final String ACCELERATOR = "accelerator";
  private static final String COMMAND = "vllmCommand";
  private static final String FLAGS = "vllmFlags";
  private static final String START_MINUTES = "vllmStartMinutes";
  private static final String HUB_TOKEN = "hubTokenSecret";
  private static final int MINUTES = 20;
  private static final String L4 =
      "type:nvidia-l4;count:1;machine_type:g2-standard-12;install-nvidia-driver:5xx";

  /**
   * How long things may take.
   *
   * @param start how long the server may take to answer, once it has the weights; null for what the
   *     option says
   * @param checkEvery how often it is looked after
   * @param grace how long it has to end by itself
   * @param linger how long it stays when nobody uses it any more
   */
  record Times(Duration start, Duration checkEvery, Duration grace, Duration linger)
      implements Serializable {}

  /** Where processes of this machine and user find each other's server. */
  private static final Path MACHINE =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "polarbeam-gpu-" + System.getProperty("user.name").replaceAll("[^A-Za-z0-9]", "_"));

  private final OpenAiProvider openAi = new OpenAiProvider();
  private final Times times;

  /** As the service loader makes it. */
  public VllmProvider() {
    this(new Times(null, Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMinutes(1)));
  }

  VllmProvider(Times times) {
    this.times = times;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ProviderOption> options() {
    return List.of(
        ProviderOption.text(
            ACCELERATOR,
            "The GPU that vllm models are served on and the machine that carries it, as Dataflow"
                + " spells resource hints; the workers of the stages that ask them get it, the"
                + " others do not.",
            L4),
        ProviderOption.text(
            COMMAND, "The program that serves, with commas between its words.", "vllm,serve"),
        ProviderOption.list(
            FLAGS,
            "Further flags of the program, which win over those chosen for the model and the GPU,"
                + " such as --vllmFlags=--max-num-seqs,128."),
        ProviderOption.whole(
            START_MINUTES,
            "After how many minutes without an answer a server's start is given up.",
            MINUTES,
            1,
            1_440),
        ProviderOption.text(
            HUB_TOKEN,
            "The secret with the model hub's token, for weights that need one, as"
                + " projects/P/secrets/S/versions/V. Without it the environment variable HF_TOKEN is"
                + " used.",
            null));
  }

  @Override
  public String accelerator(ProviderContext context) {
    String given = context.text(ACCELERATOR);
    return given == null ? L4 : given;
  }

  /** The image, every model's weights as they come and as they are loaded, and room to work. */
  @Override
  public int diskGib(Collection<ModelSpec> models, ProviderContext context) {
    double weights = models.stream().mapToDouble(m -> VllmFlags.weightsGib(m.name())).sum();
    return (int) Math.max(LEAST_DISK_GIB, IMAGE_GIB + 2 * weights + ROOM_GIB);
  }

  @Override
  public int usualInFlight(ModelSpec spec, ProviderContext context) {
    return SEQUENCES;
  }

  /**
   * Checks what can be known before a machine is there.
   *
   * @throws InputException when the model does not fit the GPU
   */
  @Override
  public void require(ModelSpec spec, Collection<String> languages, ProviderContext context) {
    VllmFlags.of(spec.name(), accelerator(context));
    GpuMachines.require(accelerator(context));
    hubToken(context);
  }

  /** Flags may choose other weights or another precision. */
  @Override
  public String decisive(ModelSpec spec, ProviderContext context) {
    return String.join(" ", context.texts(FLAGS));
  }

  @Override
  public ChatModel open(ModelSpec spec, ProviderContext context, Blobs store) {
    return new ServedModel(spec.name(), new Vllm(spec, context), times.linger);
  }

  /** vLLM, one server a machine. */
  private final class Vllm implements ServedModel.Serving {
    private final ModelSpec spec;
    private final ProviderContext context;

    Vllm(ModelSpec spec, ProviderContext context) {
      this.spec = spec;
      this.context = context;
    }

    @Override
    public Server launch() throws IOException {
      Duration within =
          times.start == null
              ? Duration.ofMinutes(context.whole(START_MINUTES, MINUTES))
              : times.start;
      ServedProcess.Settings settings =
          new ServedProcess.Settings(
              command(spec, context), environment(context), within, times.checkEvery, times.grace);
      return MachineServer.of(
          MACHINE,
          String.join(" ", settings.command()),
          () -> ServedProcess.start(settings),
          ServedModel.TURNS::giveWay,
          within.multipliedBy(2));
    }

    @Override
    public ChatModel connect(URI address) {
      return openAi.open(spec.at(address + "/v1"), context, null);
    }
  }

  private List<String> command(ModelSpec spec, ProviderContext context) throws IOException {
    List<String> command = new ArrayList<>(context.texts(COMMAND));
    command.add(weights(spec.endpoint().isEmpty() ? spec.name() : spec.endpoint(), context));
    command.addAll(List.of("--served-model-name", spec.name()));
    command.addAll(VllmFlags.of(spec.name(), accelerator(context)));
    command.addAll(context.texts(FLAGS));
    return command;
  }

  /** The local folder with a place's weights, or the place itself where the server can read it. */
  private static String weights(String place, ProviderContext context) throws IOException {
    if (!place.contains("://")) {
      return place;
    }
    Path folder = context.files().copy(place);
    if (!Files.exists(folder.resolve("config.json"))) {
      throw new FileNotFoundException(place + " has no config.json, so it holds no weights");
    }
    return folder.toString();
  }

  private static ApiKey hubToken(ProviderContext context) {
    String secret = context.text(HUB_TOKEN);
    return secret == null ? null : context.secrets().apply(secret);
  }

  private static Map<String, String> environment(ProviderContext context) {
    ApiKey hubToken = hubToken(context);
    String token = hubToken == null ? null : hubToken.read();
    return token == null ? Map.of() : Map.of("HF_TOKEN", token);
  }
}
