package org.polarbeam.pipelines.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarbeam.files.InputException;
import org.polarbeam.judge.Canary;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.prompt.Prompts;
import org.polarbeam.record.Prompt;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyReader;
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.Elicit;

/** What a run will ask, counted before it does. */
public final class Questions {
  /** More are not asked by one run: its ledgers and its store stay of a size that is handled. */
  private static final long MOST = 20_000_000;

  private final Participants participants;
  private final int prompts;
  private final int canaries;
  private final long seed;
  private final int limit;
  private SortedMap<String, Integer> first;

  /** Of these participants, by these options. */
  public Questions(Participants participants, Arguments args) {
    this.participants = participants;
    this.prompts = args.as(RespondentOptions.class).getPrompts();
    this.canaries = args.as(JudgingOptions.class).getCanaries();
    this.seed = args.as(RespondentOptions.class).getSeed();
    this.limit = args.as(RespondentOptions.class).getLimit();
  }

  /** How often a prompt is asked at most. */
  public int samples() {
    return participants.specs().stream().mapToInt(ModelSpec::samples).max().orElse(1);
  }

  /**
   * The prompts in one language of the study, once each whatever the samples; those of a language
   * to be translated, in the source language.
   */
  public List<Prompt> in(String language) {
    Study study = participants.study();
    String worded = study.wordedLanguages().contains(language) ? language : study.source();
    List<Wording> wordings =
        study.wordings().stream().filter(w -> w.language().equals(worded)).toList();
    return Prompts.build(wordings, seed, prompts, 1);
  }

  /**
   * Checks that there are not more questions than a run can hold.
   *
   * @throws InputException when there are
   */
  public Questions requireBounded() {
    if (samples() > StudyReader.MOST_SAMPLES) {
      throw new InputException(
          "--samples="
              + samples()
              + " is too large. It must be at most "
              + StudyReader.MOST_SAMPLES
              + ".");
    }
    long asked = all();
    if (asked > MOST) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "This run would put %,d questions; one run can have %,d. Give fewer --prompts,"
                  + " --samples or --models, and see what they come to by plan.",
              asked,
              MOST));
    }
    return this;
  }

  /** How many questions will be put to the models. */
  public long toModels() {
    return limit == 0 ? all() : Math.min(limit, all());
  }

  /**
   * Where a person limits the questions: how many samples of each are put, by {@link Elicit#place};
   * null where all are.
   */
  public SortedMap<String, Integer> first() {
    if (limit == 0) {
      return null;
    }
    if (first == null) {
      List<Prompt> prompts = new ArrayList<>();
      participants.languages().forEach(language -> prompts.addAll(in(language)));
      prompts.sort(Prompts.drawn(seed)); // stable: by language and persona within each
      first = new TreeMap<>();
      int left = limit;
      for (int from = 0; left > 0 && from < prompts.size(); ) {
        int to = from;
        while (to < prompts.size()
            && Prompts.drawn(seed).compare(prompts.get(from), prompts.get(to)) == 0) {
          to++;
        }
        left -= take(prompts.subList(from, to), left);
        from = to;
      }
    }
    return first;
  }

  /** Takes so many questions of prompts at most: each once, then each a second time, and so on. */
  private int take(List<Prompt> prompts, int most) {
    int taken = 0;
    for (int sample = 0; sample < samples(); sample++) {
      for (Prompt prompt : prompts) {
        for (ModelSpec model : participants.specs()) {
          if (taken < most && sample < model.samples()) {
            first.merge(Elicit.place(model, prompt), 1, Integer::sum);
            taken++;
          }
        }
      }
    }
    return taken;
  }

  /** How often a prompt is put to a model. */
  public int samples(ModelSpec model, Prompt prompt) {
    return first() == null ? model.samples() : first().getOrDefault(Elicit.place(model, prompt), 0);
  }

  private long all() {
    List<Prompt> source = in(participants.study().source());
    long each = 0;
    for (ModelSpec model : participants.specs()) {
      each += (long) source.size() * model.samples();
    }
    return each * participants.languages().size();
  }

  /** How many questions will be put to the judges about so many responses at most. */
  public long toJudges(long responses) {
    long canaryQuestions =
        (long) canaries * Canary.values().length * participants.languages().size();
    return participants.judges().size() * (responses + canaryQuestions);
  }
}
