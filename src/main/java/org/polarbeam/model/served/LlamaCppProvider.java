package org.polarbeam.model.served;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
 * A model on this machine by llama.cpp. {@code llamacpp:FILE.gguf} and {@code llamacpp:hf:REPO}
 * start llama.cpp's server as a child process, which ends with this one; any other name is asked of
 * a server that runs already. What the server is given leaves one core free for the rest of the
 * run.
 */
public final class LlamaCppProvider implements ModelProvider {
  private static final long serialVersionUID = 1L;

  /** What it is called in a study. */
  public static final String NAME = "llamacpp";

  private static final String PROGRAM = "llama-server";
  private static final String COMMAND = "llamaCommand";
  private static final String FLAGS = "llamaFlags";
  private static final String SLOTS = "llamaSlots";
  private static final String START_MINUTES = "llamaStartMinutes";
  private static final int USUAL_SLOTS = 8;
  private static final int MINUTES = 30;

  /** Room for a question and its answer, in tokens; slots share what the server has. */
  private static final int CONTEXT = 4_096;

  private static final String HUB = "hf:";
  private static final String END = ".gguf";
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");
  private static final String KEY = "LLAMA_API_KEY";
  private static final int KEY_BYTES = 24;

  private final OpenAiProvider openAi = OpenAiProvider.at(NAME);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ProviderOption> options() {
    return List.of(
        ProviderOption.text(
            COMMAND,
            "The program that serves llamacpp: models, with commas between its words.",
            PROGRAM),
        ProviderOption.list(
            FLAGS,
            "Further flags of the program, which win over those chosen here, such as"
                + " --llamaFlags=--ctx-size,65536."),
        ProviderOption.whole(
            SLOTS,
            "How many questions the program answers at a time; each slot has room for 4,096 tokens.",
            USUAL_SLOTS,
            1,
            256),
        ProviderOption.whole(
            START_MINUTES,
            "After how many minutes without an answer its start, with any download, is given up.",
            MINUTES,
            1,
            1_440));
  }

  /** The model under a name without its folder, where the name says what to load. */
  @Override
  public ModelSpec placed(ModelSpec spec, ProviderContext context) {
    String name = spec.name();
    boolean isFile = name.endsWith(END);
    if (!spec.endpoint().isEmpty() || !isFile && !name.startsWith(HUB)) {
      return spec;
    }
    String[] parts = SEPARATOR.split(name);
    String last = parts[parts.length - 1].replaceFirst("^" + HUB, "");
    return spec.named(isFile ? last.substring(0, last.length() - END.length()) : last).at(name);
  }

  private static boolean isServed(ModelSpec spec) {
    return spec.endpoint().startsWith(HUB)
        || !spec.endpoint().isEmpty() && !spec.endpoint().contains("://");
  }

  /**
   * Checks the file of a model.
   *
   * @throws InputException when it is none of llama.cpp's
   */
  @Override
  public void require(ModelSpec spec, Collection<String> languages, ProviderContext context) {
    if (!isServed(spec) || spec.endpoint().startsWith(HUB)) {
      return;
    }
    Path file = Path.of(spec.endpoint());
    if (!Files.isRegularFile(file)) {
      throw InputException.in(
          spec.endpoint(), "there is no such file", "Give the path of a model as a .gguf file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(4), "GGUF".getBytes(StandardCharsets.US_ASCII))) {
        throw InputException.in(
            spec.endpoint(),
            "this is no model of llama.cpp's",
            "Give the path of a .gguf file that is whole");
      }
    } catch (IOException e) {
      throw InputException.in(
          spec.endpoint(), "it cannot be read: " + e.getMessage(), "Make it readable");
    }
  }

  /**
   * Checks that the program is there, where it is to be started.
   *
   * @throws InputException when it is not, with how to get it
   */
  @Override
  public void requireKey(ModelSpec spec, ProviderContext context) {
    if (!isServed(spec)) {
      openAi.requireKey(spec, context);
      return;
    }
    String program = command(context).get(0);
    if (Programs.find(program) == null) {
      throw new InputException(
          "There is no program "
              + program
              + " to serve "
              + spec.name()
              + " with. Install llama.cpp (brew install llama.cpp, winget install llama.cpp, or a"
              + " release of github.com/ggml-org/llama.cpp), so that llama-server is in the PATH, or"
              + " name it by --llamaCommand.");
    }
  }

  @Override
  public boolean needsKey(ModelSpec spec) {
    return !isServed(spec) && openAi.needsKey(spec);
  }

  @Override
  public String keyHost(ModelSpec spec, ProviderContext context) {
    return isServed(spec) ? "" : openAi.keyHost(spec, context);
  }

  @Override
  public int usualInFlight(ModelSpec spec, ProviderContext context) {
    return isServed(spec)
        ? (int) context.whole(SLOTS, USUAL_SLOTS)
        : openAi.usualInFlight(spec, context);
  }

  @Override
  public InFlight inFlight(ModelSpec spec, ProviderContext context) {
    return isServed(spec)
        ? InFlight.at(usualInFlight(spec, context))
        : openAi.inFlight(spec, context);
  }

  /** Flags may choose other weights, and a file may be replaced by another. */
  @Override
  public String decisive(ModelSpec spec, ProviderContext context) {
    if (!isServed(spec)) {
      return "";
    }
    String flags = String.join(" ", context.texts(FLAGS));
    try {
      return spec.endpoint().startsWith(HUB)
          ? flags
          : Files.size(Path.of(spec.endpoint())) + " " + flags;
    } catch (IOException e) {
      return flags;
    }
  }

  @Override
  public boolean isServedHere(ModelSpec spec, ProviderContext context) {
    return isServed(spec);
  }

  private static List<String> command(ProviderContext context) {
    List<String> words = context.texts(COMMAND);
    return words.isEmpty() ? List.of(PROGRAM) : words;
  }

  @Override
  public ChatModel open(ModelSpec spec, ProviderContext context, Blobs store) {
    return isServed(spec)
        ? new ServedModel(spec.name(), new LlamaCpp(spec, context), Duration.ofMinutes(1))
        : openAi.open(spec, context, store);
  }

  /** The server of a model, for this process alone: its key is known to nobody else. */
  private final class LlamaCpp implements ServedModel.Serving {
    private final ModelSpec spec;
    private final ProviderContext context;
    private final String key;

    LlamaCpp(ModelSpec spec, ProviderContext context) {
      this.spec = spec;
      this.context = context;
      byte[] random = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(random);
      this.key = HexFormat.of().formatHex(random);
    }

    @Override
    public Server launch() throws IOException {
      long slots = context.whole(SLOTS, USUAL_SLOTS);
      int cores = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
      List<String> words = new ArrayList<>(command(context));
      boolean isHub = spec.endpoint().startsWith(HUB);
      words.addAll(
          isHub
              ? List.of("-hf", spec.endpoint().substring(HUB.length()))
              : List.of("-m", spec.endpoint()));
      words.addAll(List.of("--alias", spec.name()));
      words.addAll(List.of("-np", Long.toString(slots), "-c", Long.toString(slots * CONTEXT)));
      words.addAll(List.of("-t", Integer.toString(cores)));
      words.addAll(context.texts(FLAGS));
      return ServedProcess.start(
          new ServedProcess.Settings(
              words,
              Map.of(KEY, key),
              Duration.ofMinutes(context.whole(START_MINUTES, MINUTES)),
              Duration.ofSeconds(10),
              Duration.ofSeconds(5)));
    }

    @Override
    public ChatModel connect(URI address) {
      return openAi.open(spec.at(address + "/v1"), context.with(new OwnKey(key)), null);
    }
  }

  /** A key that this process has made up. */
  private static final class OwnKey implements ApiKey {
    private static final long serialVersionUID = 1L;
    private final transient String key;

    OwnKey(String key) {
      this.key = key;
    }

    @Override
    public String read() {
      return key;
    }

    @Override
    public boolean isKnownAtLaunch() {
      return true;
    }

    @Override
    public boolean names(String host) {
      return true;
    }

    @Override
    public String remedy() {
      return "This is a fault of the program's";
    }
  }
}
