package org.polarbeam.transforms;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.judge.Canary;
import org.polarbeam.judge.Majority;
import org.polarbeam.judge.Vote;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.language.LanguageRule;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.paid.AskingSession;
import org.polarbeam.model.paid.Usage;
import org.polarbeam.prompt.Reading;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Response;
import org.polarbeam.record.Topic;
import org.polarbeam.record.Validity;
import org.polarbeam.stats.Draws;
import org.polarbeam.study.ListRule;
import org.polarbeam.transforms.internal.RecordSchemas;
import org.polarbeam.transforms.internal.Shards;

/**
 * Labels every item of every response pro, con or null, by one judge or the majority of several.
 * Responses without a list or in another language than the prompt's are judged invalid without
 * asking anybody.
 */
public final class Judge extends PTransform<PCollection<Response>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;
  static final String STAGE = "judge";

  /** One judgement a response, valid or with the reason why not. */
  public static final TupleTag<Judgement> JUDGEMENTS = new TupleTag<>() {};

  /** What each judge said of each response, and of canaries. */
  public static final TupleTag<Vote> VOTES = new TupleTag<>() {};

  /** Responses that a judge did not label. */
  public static final TupleTag<DeadLetter> FAILURES = new TupleTag<>() {};

  /** Of {@link #FAILURES}, one for each response that no judge labelled. */
  public static final TupleTag<DeadLetter> UNJUDGED = new TupleTag<>() {};

  private static final TupleTag<Judgement> INVALID = new TupleTag<>() {};
  private static final TupleTag<Question> QUESTIONS = new TupleTag<>() {};

  private final ArrayList<ModelSpec> judges;
  private final TreeMap<String, Topic> topics;
  private final Asking asking;
  private final ListRule lists;
  private final LanguageRule rule;
  private final ArrayList<String> languages;
  private final int canaries;
  private final boolean keepsAnswers;

  private Judge(
      List<ModelSpec> judges,
      Map<String, Topic> topics,
      Asking asking,
      ListRule lists,
      LanguageRule rule,
      Collection<String> languages,
      int canaries,
      boolean keepsAnswers) {
    this.judges = new ArrayList<>(judges);
    this.topics = new TreeMap<>(topics);
    this.asking = asking;
    this.lists = lists;
    this.rule = rule;
    this.languages = new ArrayList<>(languages);
    this.canaries = canaries;
    this.keepsAnswers = keepsAnswers;
  }

  /**
   * Asks these judges, by different names.
   *
   * @param topics the statements of each topic, by key
   */
  public static Judge of(List<ModelSpec> judges, Map<String, Topic> topics, Asking asking) {
    if (judges.isEmpty()) {
      throw new IllegalArgumentException("judges must not be empty");
    }
    if (judges.stream().map(ModelSpec::name).distinct().count() < judges.size()) {
      throw new IllegalArgumentException("judges must have different names: " + judges);
    }
    judges.forEach(asking.providers()::require);
    return new Judge(
        judges, topics, asking, ListRule.whole(Map.of()), LanguageRule.OPEN, List.of(), 0, false);
  }

  /** The same with another rule for which lists count. */
  public Judge withLists(ListRule other) {
    return new Judge(judges, topics, asking, other, rule, languages, canaries, keepsAnswers);
  }

  /**
   * The same with another rule for the language of responses.
   *
   * @param among the languages to choose from where the rule is restricted
   */
  public Judge withLanguages(LanguageRule other, Collection<String> among) {
    return new Judge(judges, topics, asking, lists, other, among, canaries, keepsAnswers);
  }

  /**
   * The same, with canaries of each kind made from so many responses a language and put to every
   * judge. Their votes change no judgement.
   */
  public Judge withCanaries(int perLanguage) {
    return new Judge(judges, topics, asking, lists, rule, languages, perLanguage, keepsAnswers);
  }

  /** The same, keeping what judges wrote with their votes or not. */
  public Judge withAnswers(boolean kept) {
    return new Judge(judges, topics, asking, lists, rule, languages, canaries, kept);
  }

  /** What is put to a judge: a response's items, or a canary's. */
  record Question(
      Response response,
      List<String> items,
      String language,
      List<String> flags,
      int judge,
      String canary,
      int at) {

    String id() {
      return response.id() + canary + judge;
    }

    Reading reading() {
      return new Reading(items, language, Validity.VALID, flags);
    }
  }

  @Override
  public PCollectionTuple expand(PCollection<Response> responses) {
    PCollectionTuple read =
        responses.apply(
            "Read",
            ParDo.of(new ReadFn(lists, rule, languages, judges.size(), asking.settings()))
                .withOutputTags(QUESTIONS, TupleTagList.of(INVALID)));
    PCollection<Question> readable =
        read.get(QUESTIONS).setCoder(RecordSchemas.coder(Question.class));
    PCollection<Judgement> invalid =
        read.get(INVALID).setCoder(RecordSchemas.coder(Judgement.class));
    PCollection<Question> questions = toEachJudge("ToEachJudge", readable);
    if (canaries > 0) {
      questions =
          PCollectionList.of(questions)
              .and(toEachJudge("CanaryToEachJudge", canaries(readable)))
              .apply("WithCanaries", Flatten.pCollections());
    }
    if (asking.serves(judges)) {
      // The respondents' model may be on the same GPU: it is done when all have answered.
      questions = questions.apply("AfterResponses", Wait.on(responses));
    }
    PCollectionTuple asked =
        new InTurn<>(
                asking,
                judges,
                RecordSchemas.coder(Question.class),
                Question::judge,
                Question::id,
                () -> new JudgeFn(judges, topics, rule, keepsAnswers, asking))
            .ask(questions, RecordSchemas.coder(Vote.class), VOTES, FAILURES);
    PCollection<Vote> votes = asked.get(VOTES).setCoder(RecordSchemas.coder(Vote.class));
    PCollection<Judgement> judged =
        votes
            .apply("OfResponses", Filter.by(v -> !v.isCanary()))
            .apply(
                "Judgements",
                MapElements.into(TypeDescriptor.of(Judgement.class)).via(Vote::judgement))
            .setCoder(RecordSchemas.coder(Judgement.class));
    PCollection<Judgement> one =
        PCollectionList.of(
                judges.size() == 1
                    ? judged
                    : judged.apply(
                        "Majority",
                        new OneOfEach<>(
                            asking.shards(), Judgement.class, Judgement::id, Majority::of)))
            .and(invalid)
            .apply("All", Flatten.pCollections());
    PCollection<DeadLetter> failures = asked.get(FAILURES);
    int all = judges.size();
    return PCollectionTuple.of(JUDGEMENTS, one)
        .and(VOTES, votes)
        .and(FAILURES, failures)
        .and(
            UNJUDGED,
            judges.size() == 1
                ? failures
                : failures.apply(
                    "ByNobody",
                    new OneOfEach<>(
                        asking.shards(),
                        DeadLetter.class,
                        DeadLetter::id,
                        its -> ofNobody(its, all))));
  }

  private PCollection<Question> toEachJudge(String name, PCollection<Question> questions) {
    int all = judges.size();
    return questions
        .apply(
            name,
            FlatMapElements.into(TypeDescriptor.of(Question.class))
                .via(
                    q ->
                        IntStream.range(0, all)
                            .mapToObj(
                                j ->
                                    new Question(
                                        q.response,
                                        q.items,
                                        q.language,
                                        q.flags,
                                        j,
                                        q.canary,
                                        q.at))
                            .toList()))
        .setCoder(RecordSchemas.coder(Question.class));
  }

  /** Every kind of canary, made from the responses of each language that come first by hash. */
  private PCollection<Question> canaries(PCollection<Question> readable) {
    return readable
        .apply("Several", Filter.by(q -> q.items().size() > 1))
        .apply(
            "ByLanguage",
            WithKeys.of((Question q) -> q.response().language())
                .withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(Question.class)))
        .apply("Draw", Top.perKey(canaries, new ByPlace()))
        .apply(
            "Canaries",
            FlatMapElements.into(TypeDescriptor.of(Question.class)).via(Judge::canaries))
        .setCoder(RecordSchemas.coder(Question.class));
  }

  private static List<Question> canaries(KV<String, List<Question>> language) {
    List<Question> canaries = new ArrayList<>();
    for (Question q : language.getValue()) {
      int at = Canary.place(q.response().id(), q.items().size());
      for (Canary kind : Canary.values()) {
        List<String> items = kind.in(q.items(), q.response().id());
        canaries.add(
            new Question(q.response(), items, q.language(), List.of(), 0, kind.name(), at));
      }
    }
    return canaries;
  }

  /** By a hash of the response's id, so that the draw is the same anywhere. */
  private static final class ByPlace implements Comparator<Question>, java.io.Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Question a, Question b) {
      int byPlace = Long.compare(place(a), place(b));
      return byPlace != 0 ? byPlace : a.response().id().compareTo(b.response().id());
    }

    private static long place(Question q) {
      return Draws.keyOf("canary\0" + q.response().id());
    }
  }

  private static final class ReadFn extends DoFn<Response, Question> {
    private static final long serialVersionUID = 1L;
    private final ListRule lists;
    private final LanguageRule rule;
    private final ArrayList<String> languages;
    private final int judges;
    private final AskingSession.Settings settings;
    private transient LanguageIdentifier identifier;

    ReadFn(
        ListRule lists,
        LanguageRule rule,
        List<String> languages,
        int judges,
        AskingSession.Settings settings) {
      this.lists = lists;
      this.judges = judges;
      this.settings = settings;
      this.rule = rule;
      this.languages = new ArrayList<>(languages);
    }

    @Setup
    public void setUp() {
      identifier = rule.identifier(languages);
    }

    @ProcessElement
    public void process(@Element Response response, MultiOutputReceiver out) {
      Reading reading = Reading.of(response, identifier, lists);
      if (reading.validity() == Validity.VALID) {
        out.get(QUESTIONS)
            .output(
                new Question(
                    response, reading.items(), reading.language(), reading.flags(), 0, "", 0));
      } else {
        AskingSession.of(settings).stage(STAGE).add(Usage.SKIPPED, judges);
        out.get(INVALID).output(reading.unjudged(response));
      }
    }
  }

  /**
   * Makes one of all that have the same id. They meet by shards: a runner has a cost a key, and
   * there are as many ids as responses.
   */
  private static final class OneOfEach<T extends Record>
      extends PTransform<PCollection<T>, PCollection<T>> {
    private static final long serialVersionUID = 1L;
    private final int shards;
    private final Class<T> type;
    private final SerializableFunction<T, String> id;
    private final SerializableFunction<List<T>, T> one;

    /**
     * By id.
     *
     * @param one of those with an id; null for none
     */
    OneOfEach(
        int shards,
        Class<T> type,
        SerializableFunction<T, String> id,
        SerializableFunction<List<T>, T> one) {
      this.shards = shards;
      this.type = type;
      this.id = id;
      this.one = one;
    }

    @Override
    public PCollection<T> expand(PCollection<T> elements) {
      SerializableFunction<T, String> idOf = id;
      SerializableFunction<List<T>, T> oneOf = one;
      return elements
          .apply("Shard", new Shards<>(shards, RecordSchemas.coder(type), id))
          .apply(
              "One",
              FlatMapElements.into(TypeDescriptor.of(type))
                  .via(
                      shard -> {
                        Map<String, List<T>> byId = new TreeMap<>();
                        for (T element : shard.getValue()) {
                          byId.computeIfAbsent(idOf.apply(element), i -> new ArrayList<>())
                              .add(element);
                        }
                        return byId.values().stream()
                            .map(oneOf::apply)
                            .filter(Objects::nonNull)
                            .toList();
                      }))
          .setCoder(RecordSchemas.coder(type));
    }
  }

  /** The failure of a response that every judge failed on; null for others. */
  private static DeadLetter ofNobody(List<DeadLetter> failures, int judges) {
    return failures.size() < judges ? null : failures.stream().min(DeadLetter.ORDER).get();
  }
}
