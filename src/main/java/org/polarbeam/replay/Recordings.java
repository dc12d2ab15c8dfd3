package org.polarbeam.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Json;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.FileAccess;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.prompt.JudgeInstruction;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Response;
import org.polarbeam.stats.Draws;

/**
 * Responses and judgements of an earlier run, as answers that a replayed model gives again. The
 * model's endpoint is the path or glob of its files.
 */
public final class Recordings {
  /** The field that a judgement has and a response has not. */
  private static final Pattern LABELS = Pattern.compile("(?<!\\\\)\"labels\"\\s*:");

  private Recordings() {}

  /** By which a recorded judgement is found; a recorded response by its prompt's id. */
  public static String ofJudge(String model, String promptId) {
    return model + "\0" + promptId;
  }

  /**
   * What a model gave. Judgements made without asking the judge are passed over: they will be made
   * again.
   *
   * @throws InputException when the model names no files, or a line is neither response nor
   *     judgement
   */
  static Map<String, ChatResponse> of(ModelSpec model, FileAccess files) {
    Map<String, ChatResponse> byTag = new HashMap<>();
    for (String file : files.expand(place(model))) {
      long number = 0;
      for (String line : lines(file, files)) {
        number++;
        if (LABELS.matcher(line).find()) {
          Judgement j = Json.read(Judgement.class, line, file, number);
          Json.requireFields(j, file, number);
          if (!j.labels().isEmpty()) {
            String answer = JudgeInstruction.answer(j.responseLanguage(), j.labels());
            byTag.put(
                ofJudge(j.model(), j.promptId()), new ChatResponse(answer, "stop", null, null));
          }
        } else {
          Response r = response(line, file, number);
          if (r.model().equals(model.name())) {
            byTag.put(
                r.promptId(),
                new ChatResponse(
                    r.text(), r.finishReason(), r.promptTokens(), r.completionTokens()));
          }
        }
      }
    }
    return byTag;
  }

  private static Response response(String line, String file, long number) {
    Response r = Json.read(Response.class, line, file, number);
    if (r.model() == null || r.promptId() == null || r.text() == null) {
      throw InputException.in(
          file + ", line " + number,
          "a response has a model, a promptId and a text, and this lacks one",
          "Give the record as a run wrote it");
    }
    return r;
  }

  /**
   * Checks that there is something to give.
   *
   * @throws InputException when the files hold nothing of the model, naming whose answers they hold
   */
  static void requireSome(ModelSpec model, FileAccess files) {
    if (!of(model, files).isEmpty()) {
      return;
    }
    Set<String> names = new TreeSet<>();
    for (String file : files.expand(place(model))) {
      for (String line : lines(file, files)) {
        if (!LABELS.matcher(line).find()) {
          names.add(response(line, file, 1).model());
        }
      }
    }
    throw InputException.in(
        place(model),
        names.isEmpty()
            ? "there are no recordings"
            : "there are no answers of " + model.name() + " but of " + String.join(", ", names),
        names.isEmpty()
            ? "Check the files"
            : "Give the model the recorded name, such as replay:" + names.iterator().next() + "@…");
  }

  /** Whether any line of a model's files is marked as simulated. */
  static boolean areSimulated(ModelSpec model, FileAccess files) {
    boolean simulated = false;
    for (String file : files.expand(place(model))) {
      long number = 0;
      for (String line : lines(file, files)) {
        simulated |= DataMark.isSimulated(line, file, ++number);
      }
    }
    return simulated;
  }

  /** The content id of a model's files. */
  static String digest(ModelSpec model, FileAccess files) {
    List<String> texts = new ArrayList<>();
    for (String file : files.expand(place(model))) {
      texts.addAll(lines(file, files));
    }
    return Draws.idOf(texts.toArray(String[]::new));
  }

  private static String place(ModelSpec model) {
    if (model.endpoint().isEmpty()) {
      throw new InputException(
          "The model replay:"
              + model.name()
              + " needs its recordings. Give replay:"
              + model.name()
              + "@RUN/responses/*.jsonl, or of a judge RUN/judgements/*.jsonl.");
    }
    return model.endpoint();
  }

  private static List<String> lines(String file, FileAccess files) {
    try (BufferedReader reader = new BufferedReader(files.open(file))) {
      return reader.lines().toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      boolean otherText =
          e instanceof CharacterCodingException || e.getCause() instanceof CharacterCodingException;
      throw InputException.in(
          file,
          otherText ? "the file is not UTF-8 text" : "it cannot be read: " + e.getMessage(),
          otherText ? "Save it as UTF-8" : "Give the file as a run wrote it");
    }
  }
}
