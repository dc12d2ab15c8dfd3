package org.polarbeam.model.served;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polarbeam.files.InputException;

/**
 * Which machines on Google Cloud carry which GPUs. These GPUs come with their machines only, so a
 * resource hint that leaves the machine out gets the job's own, which has none, and no worker
 * starts.
 *
 * @see <a href="https://cloud.google.com/compute/docs/gpus">GPU machine types</a>
 */
final class GpuMachines {
  private static final Pattern MACHINE = Pattern.compile(";machine_type:([a-z0-9-]+)");

  /** GPU → how many → the machines with so many, the usual one first. */
  private static final Map<String, Map<Integer, List<String>>> MACHINES =
      Map.of(
          "nvidia-l4",
              Map.of(
                  1,
                  List.of(
                      "g2-standard-12",
                      "g2-standard-4",
                      "g2-standard-8",
                      "g2-standard-16",
                      "g2-standard-32"),
                  2,
                  List.of("g2-standard-24"),
                  4,
                  List.of("g2-standard-48"),
                  8,
                  List.of("g2-standard-96")),
          "nvidia-tesla-a100",
              Map.of(
                  1, List.of("a2-highgpu-1g"),
                  2, List.of("a2-highgpu-2g"),
                  4, List.of("a2-highgpu-4g"),
                  8, List.of("a2-highgpu-8g"),
                  16, List.of("a2-megagpu-16g")),
          "nvidia-a100-80gb",
              Map.of(
                  1, List.of("a2-ultragpu-1g"),
                  2, List.of("a2-ultragpu-2g"),
                  4, List.of("a2-ultragpu-4g"),
                  8, List.of("a2-ultragpu-8g")),
          "nvidia-h100-80gb",
              Map.of(
                  1, List.of("a3-highgpu-1g"),
                  2, List.of("a3-highgpu-2g"),
                  4, List.of("a3-highgpu-4g"),
                  8, List.of("a3-highgpu-8g")),
          "nvidia-h100-mega-80gb", Map.of(8, List.of("a3-megagpu-8g")),
          "nvidia-h200-141gb", Map.of(8, List.of("a3-ultragpu-8g")));

  private GpuMachines() {}

  /**
   * Checks that a hint names the machine that carries its GPUs. One that is not known is not
   * judged.
   *
   * @throws InputException when it names none, or one with other GPUs
   */
  static void require(String accelerator) {
    Matcher hint = VllmFlags.ACCELERATOR.matcher(accelerator);
    Map<Integer, List<String>> byCount = hint.matches() ? MACHINES.get(hint.group(1)) : null;
    if (byCount == null) {
      return;
    }
    List<String> machines = byCount.get(Integer.parseInt(hint.group(2)));
    if (machines == null) {
      throw new InputException(
          "--accelerator="
              + accelerator
              + " asks for as many GPUs as no machine has. "
              + hint.group(1)
              + " come by "
              + byCount.keySet().stream().sorted().toList()
              + ".");
    }
    Matcher named = MACHINE.matcher(accelerator);
    if (!named.find() || !machines.contains(named.group(1))) {
      throw new InputException(
          "--accelerator="
              + accelerator
              + " names no machine that carries these GPUs. Give type:"
              + hint.group(1)
              + ";count:"
              + hint.group(2)
              + ";machine_type:"
              + machines.get(0)
              + ";install-nvidia-driver:5xx.");
    }
  }
}
