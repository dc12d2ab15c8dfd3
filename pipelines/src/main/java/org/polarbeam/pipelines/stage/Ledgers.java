package org.polarbeam.pipelines.stage;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.polarbeam.pipelines.rundir.Sinks;
import org.polarbeam.record.Ledger;
import org.polarbeam.record.Tables;
import org.polarbeam.transforms.internal.RecordSchemas;

/** Counts the steps that records have come to, by model, language and persona. */
public final class Ledgers {
  /** Between the model, the language and the persona in a cell's key. */
  static final String SEPARATOR = "\t";

  private Ledgers() {}

  /**
   * Writes the ledger.
   *
   * @param last the last step the command comes to
   * @param personas the countries that prompts name
   */
  public static void write(
      PCollectionList<KV<String, String>> steps,
      String last,
      Collection<String> personas,
      Sinks sinks) {
    PCollection<Ledger.Row> rows =
        steps
            .apply("Steps", Flatten.pCollections())
            .apply("Count", Combine.perKey(new CountSteps()))
            .apply(
                "Ledger",
                MapElements.into(TypeDescriptor.of(Ledger.Row.class)).via(cell -> row(cell, last)))
            .setCoder(RecordSchemas.coder(Ledger.Row.class));
    sinks.table(Tables.forPersonas(Tables.LEDGER, personas), rows);
  }

  private static Ledger.Row row(KV<String, Map<String, Long>> cell, String last) {
    String[] names = cell.getKey().split(SEPARATOR, -1);
    return Ledger.row(names[0], names[1], names[2], cell.getValue(), last);
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
