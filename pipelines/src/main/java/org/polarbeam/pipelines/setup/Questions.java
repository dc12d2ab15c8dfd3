package org.polarbeam.pipelines.setup;

import java.util.List;
import org.polarbeam.judge.Canary;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.prompt.Prompts;
import org.polarbeam.record.Prompt;
import org.polarbeam.study.Study;
import org.polarbeam.study.Wording;

/** What a run will ask, counted before it does. */
public final class Questions {
  private final Participants participants;
  private final int prompts;
  private final int canaries;
  private final long seed;

  /** Of these participants, by these options. */
  public Questions(Participants participants, Arguments args) {
    this.participants = participants;
    this.prompts = args.as(RespondentOptions.class).getPrompts();
    this.canaries = args.as(JudgingOptions.class).getCanaries();
    this.seed = args.as(RespondentOptions.class).getSeed();
  }

  /** How often a prompt is asked at most. */
  public int samples() {
    return participants.specs().stream().mapToInt(ModelSpec::samples).max().orElse(1);
  }

  /** The prompts in one language of the study; those of a language to be translated, in English. */
  public List<Prompt> in(String language) {
    Study study = participants.study();
    String worded = study.wordedLanguages().contains(language) ? language : Study.SOURCE_LANGUAGE;
    List<Wording> wordings =
        study.wordings().stream().filter(w -> w.language().equals(worded)).toList();
    return Prompts.build(wordings, seed, prompts, samples());
  }

  /** How many questions will be put to the models. */
  public long toModels() {
    List<Prompt> english = in(Study.SOURCE_LANGUAGE);
    long each = 0;
    for (ModelSpec model : participants.specs()) {
      each += english.stream().filter(p -> p.sample() < model.samples()).count();
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
