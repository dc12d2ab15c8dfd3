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
import org.polarbeam.judge.PanelAgreement;
import org.polarbeam.judge.Vote;
import org.polarbeam.record.AgreementRow;
import org.polarbeam.record.Judgement;
import org.polarbeam.transforms.internal.RecordSchemas;

/** Measures how far several judges agree: by language and topic, by language, and over all. */
public final class Agree extends PTransform<PCollection<Vote>, PCollection<AgreementRow>> {
  private static final long serialVersionUID = 1L;
  private static final String SEPARATOR = "\t";

  private final long seed;
  private final int rounds;

  private Agree(long seed, int rounds) {
    this.seed = seed;
    this.rounds = rounds;
  }

  /**
   * With intervals from so many rounds.
   *
   * @param rounds at least 1
   */
  public static Agree with(long seed, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1, not " + rounds);
    }
    return new Agree(seed, rounds);
  }

  @Override
  public PCollection<AgreementRow> expand(PCollection<Vote> votes) {
    long drawSeed = seed;
    int all = rounds;
    return votes
        .apply("OfResponses", Filter.by(v -> !v.isCanary()))
        .apply(
            "ByCell",
            FlatMapElements.into(
                    TypeDescriptors.kvs(
                        TypeDescriptors.strings(), TypeDescriptor.of(Judgement.class)))
                .via(v -> cells(v.judgement())))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(Judgement.class)))
        .apply("Group", GroupByKey.create())
        .apply(
            "Figures",
            FlatMapElements.into(TypeDescriptor.of(AgreementRow.class))
                .via(
                    cell -> {
                      String[] names = cell.getKey().split(SEPARATOR, -1);
                      return new PanelAgreement(drawSeed, all)
                          .of(names[0], names[1], Score.list(cell.getValue()));
                    }))
        .setCoder(RecordSchemas.coder(AgreementRow.class));
  }

  private static List<KV<String, Judgement>> cells(Judgement j) {
    return List.of(
        KV.of(SEPARATOR, j),
        KV.of(j.language() + SEPARATOR, j),
        KV.of(j.language() + SEPARATOR + j.topic(), j));
  }
}
