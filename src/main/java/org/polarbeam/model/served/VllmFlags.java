package org.polarbeam.model.served;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polarbeam.files.InputException;

/**
 * With which flags vLLM serves a model on a GPU. Prompts are short and answers a few hundred
 * tokens, so the context is kept small and the memory goes to many sequences at once.
 */
final class VllmFlags {
  private static final int CONTEXT = 4_096;
  private static final double MEMORY_SHARE = 0.92;
  private static final double GIB_PER_BILLION = 2e9 / (1L << 30);

  /** What the server needs beside the weights at least: activations, CUDA graphs, some cache. */
  private static final double SPARE_GIB = 2.5;

  private static final Pattern BILLIONS =
      Pattern.compile("(?i)(?:^|[-_/])(\\d+(?:\\.\\d+)?)b(?:$|[-_])");

  /** Of a GPU's type and how many there are. */
  static final Pattern ACCELERATOR = Pattern.compile("type:([a-z0-9-]+);count:(\\d{1,3})(;.*)?");

  /** A GPU: its memory in GiB, and how many sequences to work on at once. */
  private record Gpu(double memory, int sequences) {}

  /** By their names on Google Cloud. */
  private static final Map<String, Gpu> GPUS =
      Map.of(
          "nvidia-l4", new Gpu(22.5, 64),
          "nvidia-tesla-a100", new Gpu(39.5, 256),
          "nvidia-a100-80gb", new Gpu(79.2, 256),
          "nvidia-h100-80gb", new Gpu(79.6, 256),
          "nvidia-h100-mega-80gb", new Gpu(79.6, 256),
          "nvidia-h200-141gb", new Gpu(139.8, 256));

  /** The sizes that Gemma's names round, in billions of parameters. */
  private static final Map<String, Double> GEMMA =
      Map.of(
          "gemma-2-2b", 2.61,
          "gemma-2-9b", 9.24,
          "gemma-2-27b", 27.23,
          "gemma-3-1b", 1.0,
          "gemma-3-4b", 4.3,
          "gemma-3-12b", 12.19,
          "gemma-3-27b", 27.43);

  private VllmFlags() {}

  /**
   * The flags for a model.
   *
   * @param accelerator as Dataflow's resource hints spell it, {@code type:nvidia-l4;count:1}, with
   *     more after a semicolon; a GPU that is not known gets no flags of its own
   * @throws InputException when the model does not fit, or the spelling is another
   */
  static List<String> of(String model, String accelerator) {
    Matcher m = ACCELERATOR.matcher(accelerator);
    if (!m.matches() || m.group(2).equals("0")) {
      throw new InputException(
          "--accelerator="
              + accelerator
              + " is not spelt type:TYPE;count:COUNT, for example"
              + " type:nvidia-l4;count:1;machine_type:g2-standard-12;install-nvidia-driver:5xx.");
    }
    int count = Integer.parseInt(m.group(2));
    Gpu gpu = GPUS.get(m.group(1));
    List<String> flags = new ArrayList<>();
    flags.addAll(List.of("--max-model-len", Integer.toString(CONTEXT)));
    flags.addAll(List.of("--gpu-memory-utilization", Double.toString(MEMORY_SHARE)));
    if (count > 1) {
      flags.addAll(List.of("--tensor-parallel-size", Integer.toString(count)));
    }
    if (gpu != null) {
      flags.addAll(List.of("--max-num-seqs", Integer.toString(gpu.sequences)));
      requireRoom(model, m.group(1), count, gpu);
    }
    String gemma = gemma(model);
    if (gemma != null) {
      flags.addAll(List.of("--dtype", "bfloat16")); // float16 overflows in Gemma
      if (gemma.startsWith("gemma-3") && !gemma.equals("gemma-3-1b")) {
        flags.addAll(List.of("--limit-mm-per-prompt", "{\"image\": 0}")); // text is all we send
      }
    }
    return flags;
  }

  /** The weights' size in bfloat16 by the model's name; 0 where it does not tell. */
  static double weightsGib(String model) {
    Double billions = billions(model);
    return billions == null ? 0 : billions * GIB_PER_BILLION;
  }

  private static void requireRoom(String model, String name, int count, Gpu gpu) {
    Double billions = billions(model);
    if (billions == null) {
      return;
    }
    double needed = billions * GIB_PER_BILLION + SPARE_GIB * count;
    double room = gpu.memory * count * MEMORY_SHARE;
    if (needed > room) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "The model %s needs about %.0f GiB of GPU memory in bfloat16; %d x %s has %.0f to give."
                  + " Give a larger --accelerator, or a count of more.",
              model,
              needed,
              count,
              name,
              room));
    }
  }

  private static String gemma(String model) {
    return GEMMA.keySet().stream()
        .filter(model.toLowerCase(Locale.ROOT)::contains)
        .findAny()
        .orElse(null);
  }

  /** The size that a name tells; null when it tells none, or weights of fewer bits. */
  private static Double billions(String model) {
    String lower = model.toLowerCase(Locale.ROOT);
    if (lower.matches(".*(awq|gptq|int4|int8|fp8|w4a16|w8a8|gguf|qat).*")) {
      return null;
    }
    String gemma = gemma(model);
    if (gemma != null) {
      return GEMMA.get(gemma);
    }
    Matcher m = BILLIONS.matcher(model);
    return m.find() ? Double.valueOf(m.group(1)) : null;
  }
}
