package org.polarbeam.transforms;

import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.judge.CanaryTally;
import org.polarbeam.judge.Vote;
import org.polarbeam.record.CanaryRow;
import org.polarbeam.transforms.internal.RecordSchemas;

/** Tells what canaries did to each judge, in each language and in all. */
public final class TallyCanaries extends PTransform<PCollection<Vote>, PCollection<CanaryRow>> {
  private static final long serialVersionUID = 1L;
  private static final String SEPARATOR = "\t";

  /** The one there is. */
  public static TallyCanaries create() {
    return new TallyCanaries();
  }

  @Override
  public PCollection<CanaryRow> expand(PCollection<Vote> votes) {
    return votes
        .apply("OfCanaries", Filter.by(Vote::isCanary))
        .apply(
            "ByJudge",
            FlatMapElements.into(
                    TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptor.of(Vote.class)))
                .via(
                    v ->
                        List.of(
                            KV.of(v.judgement().judge() + SEPARATOR, v),
                            KV.of(
                                v.judgement().judge() + SEPARATOR + v.judgement().language(), v))))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(Vote.class)))
        .apply("Group", GroupByKey.create())
        .apply(
            "Rows",
            FlatMapElements.into(TypeDescriptor.of(CanaryRow.class))
                .via(
                    its -> {
                      String[] names = its.getKey().split(SEPARATOR, -1);
                      return CanaryTally.of(names[0], names[1], Score.list(its.getValue()));
                    }))
        .setCoder(RecordSchemas.coder(CanaryRow.class));
  }
}
