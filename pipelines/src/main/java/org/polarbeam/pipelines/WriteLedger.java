package org.polarbeam.pipelines;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.polarbeam.prompt.Ledger;

/** Counts steps by model, language and persona and writes {@code validity.csv}. */
final class WriteLedger extends PTransform<PCollection<KV<String, String>>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** Between the model, the language and the persona in a cell's key. */
  static final String SEPARATOR = "\t";

  private final String file;
  private final String last;
  private final PersonaColumn persona;
  private final boolean simulated;

  private WriteLedger(String file, String last, PersonaColumn persona, boolean simulated) {
    this.persona = persona;
    this.file = file;
    this.last = last;
    this.simulated = simulated;
  }

  /**
   * Writes to a file.
   *
   * @param last the last step the command comes to
   */
  static WriteLedger to(String file, String last, PersonaColumn persona, boolean simulated) {
    return new WriteLedger(file, last, persona, simulated);
  }

  @Override
  public PCollection<String> expand(PCollection<KV<String, String>> steps) {
    String end = last;
    return steps
        .apply("Count", Combine.perKey(new CountSteps()))
        .apply("Rows", persona.rows(cell -> row(cell, end), cell -> names(cell)[2]))
        .apply(
            "Write",
            WriteTable.to(
                file, persona.in(Ledger.HEADER), persona.in("model,language"), simulated));
  }

  private static List<String> row(KV<String, Map<String, Long>> cell, String last) {
    String[] names = names(cell);
    return Ledger.row(names[0], names[1], cell.getValue(), last);
  }

  private static String[] names(KV<String, Map<String, Long>> cell) {
    return cell.getKey().split(SEPARATOR, -1);
  }

  /** How often each step occurs in a cell. */
  private static final class CountSteps
      extends CombineFn<String, Map<String, Long>, Map<String, Long>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Map<String, Long> createAccumulator() {
      return new TreeMap<>();
    }

    @Override
    public Map<String, Long> addInput(Map<String, Long> counts, String step) {
      counts.merge(step, 1L, Long::sum);
      return counts;
    }

    @Override
    public Map<String, Long> mergeAccumulators(Iterable<Map<String, Long>> parts) {
      Map<String, Long> sum = new TreeMap<>();
      parts.forEach(part -> part.forEach((step, n) -> sum.merge(step, n, Long::sum)));
      return sum;
    }

    @Override
    public Map<String, Long> extractOutput(Map<String, Long> counts) {
      return counts;
    }

    @Override
    public Coder<Map<String, Long>> getAccumulatorCoder(
        CoderRegistry registry, Coder<String> stepCoder) {
      return MapCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
    }

    @Override
    public Coder<Map<String, Long>> getDefaultOutputCoder(
        CoderRegistry registry, Coder<String> stepCoder) {
      return MapCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
    }
  }
}
