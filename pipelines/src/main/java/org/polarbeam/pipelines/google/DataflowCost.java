package org.polarbeam.pipelines.google;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polarbeam.files.CsvTable;

/**
 * What workers of a Dataflow job cost, by list prices that come with the product, each with its
 * source and date. They differ between regions and change; look them up again.
 */
public final class DataflowCost {
  /** From the start of a worker to the first answer: machine, driver, image, weights. */
  public static final double START_HOURS = 0.25;

  /** The same where nothing is served. */
  public static final double PLAIN_START_HOURS = 0.08;

  private static final String PRICES = "dataflow-prices.csv";
  private static final String USUAL_MACHINE = "n1-standard-4";
  private static final int USUAL_DISK = 25;

  private static final Pattern HINT =
      Pattern.compile("type:([a-z0-9-]+);count:(\\d+);machine_type:([a-z0-9-]+).*");

  private static final Pattern STANDARD = Pattern.compile("(n1|n2|n2d|e2|g2)-standard-(\\d+)");

  /** GiB of memory a processor, of the standard machines of a series. */
  private static final Map<String, Double> MEMORY =
      Map.of("n1", 3.75, "n2", 4.0, "n2d", 4.0, "e2", 4.0, "g2", 4.0);

  /** Processors and GB of memory of the machines that come with large GPUs, a GPU. */
  private static final Map<String, double[]> WITH_GPU =
      Map.of("a2-highgpu", new double[] {12, 85}, "a2-ultragpu", new double[] {12, 170});

  private final Map<String, Double> prices = new HashMap<>();
  private final String date;

  private DataflowCost(CsvTable table) {
    table.rows().forEach(row -> prices.put(row.text("item"), row.number("dollars_per_hour")));
    this.date = table.rows().get(0).text("read_on");
  }

  /** With the prices that come with the product. */
  public static DataflowCost bundled() {
    try (Reader csv =
        new InputStreamReader(
            DataflowCost.class.getResourceAsStream(PRICES), StandardCharsets.UTF_8)) {
      return new DataflowCost(CsvTable.read(PRICES, csv));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When the prices were read. */
  public String date() {
    return date;
  }

  /**
   * What an hour of a worker without a GPU costs in dollars.
   *
   * @param machine its machine type; null for Dataflow's usual one
   * @return NaN where the machine's size is not known
   */
  public double plainHour(String machine) {
    return plainHour(machine, USUAL_DISK);
  }

  /** The same with another disk than the usual one. */
  public double plainHour(String machine, int diskGb) {
    return machineHour(machine == null ? USUAL_MACHINE : machine, diskGb);
  }

  /**
   * What an hour of a worker with a GPU costs in dollars.
   *
   * @param accelerator the resource hint
   * @param diskGb its disk
   * @return NaN where the machine's size or the GPU's price is not known
   */
  public double servingHour(String accelerator, int diskGb) {
    Matcher hint = HINT.matcher(accelerator);
    if (!hint.matches()) {
      return Double.NaN;
    }
    double gpu = prices.getOrDefault(hint.group(1), Double.NaN);
    return machineHour(hint.group(3), diskGb) + Integer.parseInt(hint.group(2)) * gpu;
  }

  private double machineHour(String machine, int diskGb) {
    double[] size = size(machine);
    return size[0] * prices.get("vcpu")
        + size[1] * prices.get("memory_gb")
        + diskGb * prices.get("disk_gb");
  }

  /** Processors and GB of memory. */
  private static double[] size(String machine) {
    Matcher standard = STANDARD.matcher(machine);
    if (standard.matches()) {
      double processors = Double.parseDouble(standard.group(2));
      return new double[] {processors, processors * MEMORY.get(standard.group(1))};
    }
    Matcher gpu = Pattern.compile("(a2-[a-z]+)-(\\d+)g").matcher(machine);
    double[] one = gpu.matches() ? WITH_GPU.get(gpu.group(1)) : null;
    if (one == null) {
      return new double[] {Double.NaN, Double.NaN};
    }
    int count = Integer.parseInt(gpu.group(2));
    return new double[] {one[0] * count, one[1] * count};
  }

  /**
   * The sentence with the formula and what it comes to.
   *
   * @param what who works, such as a machine's name
   * @param hour what an hour costs
   * @param start hours until the first answer
   * @param answers how many there are to be
   * @param perSecond how many come in a second, of all workers together
   */
  public static String sentence(
      String what, double hour, double start, long answers, double perSecond) {
    if (Double.isNaN(hour)) {
      return String.format(
          Locale.ROOT,
          "  %s: no price is known. Hours a worker: %.2f to start + %,d answers / (3,600 x %.1f a"
              + " second).%n",
          what,
          start,
          answers,
          perSecond);
    }
    return String.format(
        Locale.ROOT,
        "  %s: %.2f dollars an hour x (%.2f to start + %,d answers / (3,600 x %.1f a second)) ="
            + " %.2f dollars; each further 1,000 answers %.3f.%n",
        what,
        hour,
        start,
        answers,
        perSecond,
        hour * (start + answers / (3_600 * perSecond)),
        hour * 1_000 / (3_600 * perSecond));
  }
}
