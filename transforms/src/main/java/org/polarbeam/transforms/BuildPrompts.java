package org.polarbeam.transforms;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.prompt.Prompts;
import org.polarbeam.record.Prompt;
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.internal.RecordSchemas;

/** Puts topic variations into templates and sub-samples the prompts of each language. */
public final class BuildPrompts extends PTransform<PCollection<Wording>, PCollection<Prompt>> {
  private static final long serialVersionUID = 1L;

  private final long seed;
  private final int count;
  private final int samples;

  private BuildPrompts(long seed, int count, int samples) {
    this.seed = seed;
    this.count = count;
    this.samples = samples;
  }

  /**
   * Draws prompts.
   *
   * @param count how many a language
   * @param samples how often each is asked
   */
  public static BuildPrompts of(long seed, int count, int samples) {
    if (count < 1 || samples < 1) {
      throw new IllegalArgumentException(
          "prompts and samples must be at least 1; they are " + count + " and " + samples);
    }
    return new BuildPrompts(seed, count, samples);
  }

  @Override
  public PCollection<Prompt> expand(PCollection<Wording> wordings) {
    long drawSeed = seed;
    int drawn = count;
    int times = samples;
    return wordings
        .apply(
            "ByLanguage",
            WithKeys.of((Wording w) -> w.language()).withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(Wording.class)))
        .apply("Group", GroupByKey.create())
        .apply(
            "Build",
            FlatMapElements.into(TypeDescriptor.of(Prompt.class))
                .via(language -> Prompts.build(language.getValue(), drawSeed, drawn, times)));
  }
}
