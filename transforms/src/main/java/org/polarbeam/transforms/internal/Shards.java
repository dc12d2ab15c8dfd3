package org.polarbeam.transforms.internal;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.polarbeam.stats.Draws;

/**
 * Splits elements into shards by their id. It breaks fusion before paid work, and makes units large
 * enough that a worker can keep many requests in flight whatever its bundles are.
 */
public final class Shards<T>
    extends PTransform<PCollection<T>, PCollection<KV<Integer, Iterable<T>>>> {
  private static final long serialVersionUID = 1L;

  private final int shards;
  private final Coder<T> coder;
  private final SerializableFunction<T, String> id;

  public Shards(int shards, Coder<T> coder, SerializableFunction<T, String> id) {
    this.shards = shards;
    this.coder = coder;
    this.id = id;
  }

  @Override
  public PCollection<KV<Integer, Iterable<T>>> expand(PCollection<T> elements) {
    int parts = shards;
    SerializableFunction<T, String> idOf = id;
    return elements
        .apply(
            "ByShard",
            WithKeys.of(
                    (SerializableFunction<T, Integer>)
                        e -> (int) Math.floorMod(Draws.keyOf(idOf.apply(e)), (long) parts))
                .withKeyType(org.apache.beam.sdk.values.TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), coder))
        .apply("Group", GroupByKey.create());
  }
}
