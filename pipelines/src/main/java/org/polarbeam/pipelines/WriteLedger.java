package org.polarbeam.pipelines;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.prompt.Ledger;

/** Counts steps by model and language and writes {@code validity.csv}. */
final class WriteLedger extends PTransform<PCollection<KV<String, String>>, PDone> {
  private static final long serialVersionUID = 1L;

  /** Between the model and the language in a cell's key. */
  static final String SEPARATOR = "\t";

  private final String file;
  private final boolean simulated;

  private WriteLedger(String file, boolean simulated) {
    this.file = file;
    this.simulated = simulated;
  }

  static WriteLedger to(String file, boolean simulated) {
    return new WriteLedger(file, simulated);
  }

  @Override
  public PDone expand(PCollection<KV<String, String>> steps) {
    return steps
        .apply("Count", Count.perElement())
        .apply(
            "ByCell",
            MapElements.into(
                    TypeDescriptors.kvs(
                        TypeDescriptors.strings(),
                        TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptors.longs())))
                .via(
                    counted ->
                        KV.of(
                            counted.getKey().getKey(),
                            KV.of(counted.getKey().getValue(), counted.getValue()))))
        .apply("Group", GroupByKey.create())
        .apply(
            "Rows",
            MapElements.into(TypeDescriptors.lists(TypeDescriptors.strings()))
                .via(WriteLedger::row))
        .apply("Write", WriteTable.to(file, Ledger.HEADER, "model,language", simulated));
  }

  private static List<String> row(KV<String, Iterable<KV<String, Long>>> cell) {
    Map<String, Long> counts = new HashMap<>();
    cell.getValue().forEach(step -> counts.put(step.getKey(), step.getValue()));
    String[] names = cell.getKey().split(SEPARATOR, 2);
    return Ledger.row(names[0], names[1], counts);
  }
}
