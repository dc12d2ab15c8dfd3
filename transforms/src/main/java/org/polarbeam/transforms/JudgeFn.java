package org.polarbeam.transforms;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.beam.sdk.values.TupleTag;
import org.polarbeam.files.Json;
import org.polarbeam.judge.Vote;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.language.LanguageRule;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.prompt.JudgeInstruction;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.record.Response;
import org.polarbeam.record.Topic;
import org.polarbeam.replay.Recordings;
import org.polarbeam.stats.Draws;

/** Puts items to judges and reads their labels. */
final class JudgeFn extends AskFn<Judge.Question, Vote> {
  private static final long serialVersionUID = 1L;
  private final ArrayList<ModelSpec> judges;
  private final TreeMap<String, Topic> topics;
  private final LanguageRule rule;
  private final boolean keepsAnswers;

  JudgeFn(
      List<ModelSpec> judges,
      Map<String, Topic> topics,
      LanguageRule rule,
      boolean keepsAnswers,
      Asking asking) {
    super(Judge.STAGE, asking, Judge.FAILURES);
    this.judges = new ArrayList<>(judges);
    this.topics = new TreeMap<>(topics);
    this.rule = rule;
    this.keepsAnswers = keepsAnswers;
  }

  @Override
  TupleTag<Vote> mainTag() {
    return Judge.VOTES;
  }

  @Override
  Collection<ModelSpec> specs() {
    return judges;
  }

  @Override
  CompletableFuture<Vote> start(Judge.Question question, Asking.Models open) {
    Response response = question.response();
    Topic topic = topics.get(response.topic());
    if (topic == null) {
      return CompletableFuture.failedFuture(
          new ModelException(
              ModelException.Kind.PERMANENT, "the study has no topic " + response.topic(), null));
    }
    ModelSpec judge = judges.get(question.judge());
    int items = question.items().size();
    String message =
        JudgeInstruction.message(topic, question.items(), topic.judgedIn(question.language()));
    ChatRequest request =
        ChatRequest.structured(
                Draws.idOf(judge.key(), JudgeInstruction.SYSTEM, message, response.id()),
                JudgeInstruction.SYSTEM,
                message,
                judge.sampling(),
                JudgeInstruction.schema(items, response.language()),
                tags(
                    question.language(),
                    response.persona(),
                    response.topic(),
                    question.canary() + Recordings.ofJudge(response.model(), response.promptId())))
            .withUsual(JudgeInstruction.sampling(items));
    CompletableFuture<Vote> vote =
        open.rereading()
            .read(open.of(judge), request, answer -> vote(question, answer.text(), judge));
    return question.canary().isEmpty()
        ? vote
        : vote.exceptionally(failure -> unanswered(question, judge, failure));
  }

  private Vote vote(Judge.Question question, String said, ModelSpec judge) {
    JudgeInstruction.Answer answer = JudgeInstruction.read(said, question.items().size());
    Response response = question.response();
    String named =
        rule == LanguageRule.JUDGE
            ? LanguageIdentifier.named(answer.language())
            : question.language();
    String told = LanguageIdentifier.same(response.language(), named) ? response.language() : named;
    return new Vote(
        question.reading().judged(response, answer.labels(), told, judge.name()),
        question.canary(),
        question.at(),
        keepsAnswers ? said : "");
  }

  /** A canary that the judge could not label is a finding, and no loss to the study. */
  private static Vote unanswered(Judge.Question question, ModelSpec judge, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    boolean ends = !(cause instanceof ModelException e) || e.kind() == ModelException.Kind.FATAL;
    if (ends) {
      throw failure instanceof CompletionException e ? e : new CompletionException(failure);
    }
    return new Vote(
        question
            .reading()
            .judged(question.response(), List.of(), question.language(), judge.name()),
        question.canary(),
        question.at());
  }

  @Override
  DeadLetter deadLetter(Judge.Question question, ModelException failure) {
    Response response = question.response();
    String judge = judges.size() == 1 ? "" : judges.get(question.judge()).name() + ": ";
    return new DeadLetter(
        Judge.STAGE,
        response.id(),
        response.model(),
        response.language(),
        response.persona(),
        judge + failure.getMessage(),
        failure.attempts(),
        Json.write(response));
  }
}
