package org.polarbeam.transforms;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.files.Json;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.prompt.Chrf;
import org.polarbeam.prompt.TranslationInstruction;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.stats.Draws;
import org.polarbeam.study.Study;
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.internal.RecordSchemas;
import org.polarbeam.transforms.internal.Shards;

/**
 * Brings every wording into every language asked for: what is there passes through; what is
 * missing, or was translated from English wording that has changed since, is translated by a model,
 * translated back, and compared.
 */
public final class Translate extends PTransform<PCollection<Wording>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;
  private static final String STAGE = "translate";

  /** The wordings in the languages asked for. */
  public static final TupleTag<Wording> WORDINGS = new TupleTag<>() {};

  /** Wordings that could not be translated. */
  public static final TupleTag<DeadLetter> FAILURES = new TupleTag<>() {};

  private static final TupleTag<Wording> THERE = new TupleTag<>() {};
  private static final TupleTag<Missing> MISSING = new TupleTag<>() {};

  private final ArrayList<String> languages;
  private final ModelSpec translator;
  private final Asking asking;
  private final String from;

  private Translate(
      Collection<String> languages, ModelSpec translator, Asking asking, String from) {
    this.from = from;
    this.languages = new ArrayList<>(new TreeSet<>(languages));
    this.translator = translator;
    this.asking = asking;
  }

  /** Translates into these languages. */
  public static Translate into(Collection<String> languages, ModelSpec translator, Asking asking) {
    if (languages.isEmpty()) {
      throw new IllegalArgumentException("languages must not be empty");
    }
    asking.providers().require(translator);
    return new Translate(languages, translator, asking, Study.SOURCE_LANGUAGE);
  }

  /** The same where another language than English is the source. */
  public Translate from(String source) {
    return new Translate(languages, translator, asking, source);
  }

  /** A wording of the source language that is wanted in another language. */
  record Missing(Wording source, String language) {}

  @Override
  public PCollectionTuple expand(PCollection<Wording> wordings) {
    PCollectionTuple found =
        wordings
            .apply("ByTopic", WithKeys.of(Wording::topic).withKeyType(TypeDescriptors.strings()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(Wording.class)))
            .apply("Group", GroupByKey.create())
            .apply(
                "Find",
                ParDo.of(new FindFn(languages, from))
                    .withOutputTags(THERE, TupleTagList.of(MISSING)));
    found.get(MISSING).setCoder(RecordSchemas.coder(Missing.class));
    PCollectionTuple made =
        found
            .get(MISSING)
            .apply(
                "Shard",
                new Shards<>(
                    asking.shards(),
                    RecordSchemas.coder(Missing.class),
                    m -> m.source().id() + m.language()))
            .apply(
                "Ask",
                ParDo.of(new Fn(translator, asking))
                    .withOutputTags(WORDINGS, TupleTagList.of(FAILURES))
                    .setResourceHints(asking.hints(List.of(translator))));
    PCollection<Wording> all =
        PCollectionList.of(found.get(THERE))
            .and(made.get(WORDINGS))
            .apply("All", Flatten.pCollections());
    return PCollectionTuple.of(WORDINGS, all).and(FAILURES, made.get(FAILURES));
  }

  private static final class FindFn extends DoFn<KV<String, Iterable<Wording>>, Wording> {
    private static final long serialVersionUID = 1L;
    private final ArrayList<String> languages;

    private final String from;

    FindFn(List<String> languages, String from) {
      this.from = from;
      this.languages = new ArrayList<>(languages);
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<Wording>> topic, MultiOutputReceiver out) {
      Map<String, Map<String, Wording>> byId = new TreeMap<>();
      topic
          .getValue()
          .forEach(w -> byId.computeIfAbsent(w.id(), i -> new HashMap<>()).put(w.language(), w));
      for (Map<String, Wording> byLanguage : byId.values()) {
        for (String language : languages) {
          Wording there = byLanguage.get(language);
          Wording source = byLanguage.get(from);
          if (there != null && !there.isStale(source)) {
            out.get(THERE).output(there);
          } else {
            out.get(MISSING).output(new Missing(source, language));
          }
        }
      }
    }
  }

  private static final class Fn extends AskFn<Missing, Wording> {
    private static final long serialVersionUID = 1L;
    private final ModelSpec translator;

    Fn(ModelSpec translator, Asking asking) {
      super(STAGE, asking, FAILURES);
      this.translator = translator;
    }

    @Override
    TupleTag<Wording> mainTag() {
      return WORDINGS;
    }

    @Override
    Collection<ModelSpec> specs() {
      return List.of(translator);
    }

    @Override
    CompletableFuture<Wording> start(Missing missing, Asking.Models open) {
      Wording source = missing.source();
      return translation(open, source.language(), missing.language(), source.text())
          .thenCompose(
              text ->
                  translation(open, missing.language(), source.language(), text)
                      .thenApply(
                          back ->
                              new Wording(
                                  source.kind(),
                                  source.id(),
                                  source.topic(),
                                  missing.language(),
                                  text,
                                  Wording.MACHINE,
                                  false,
                                  back,
                                  Chrf.of(back, source.text()),
                                  Wording.digest(source.text()))));
    }

    private CompletableFuture<String> translation(
        Asking.Models open, String from, String to, String text) {
      String message = TranslationInstruction.message(from, to, text);
      ChatRequest request =
          ChatRequest.structured(
                  Draws.idOf(translator.key(), TranslationInstruction.SYSTEM, message),
                  TranslationInstruction.SYSTEM,
                  message,
                  translator.sampling(),
                  TranslationInstruction.SCHEMA,
                  Map.of())
              .withUsual(TranslationInstruction.sampling(text));
      return open.rereading()
          .read(
              open.of(translator),
              request,
              answer -> TranslationInstruction.read(answer.text(), text, from));
    }

    @Override
    DeadLetter deadLetter(Missing missing, ModelException failure) {
      return new DeadLetter(
          STAGE,
          missing.source().id() + ":" + missing.language(),
          translator.name(),
          missing.language(),
          "",
          failure.getMessage(),
          failure.attempts(),
          Json.write(missing.source()));
    }
  }
}
