package org.polarbeam.pipelines;

import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ReplayProvider;
import org.polarbeam.prompt.Recordings;

/**
 * The responses and judgements of an earlier run, read from its files wherever a model is replayed.
 *
 * @param responses glob of the responses of each replayed model, by the model's name
 * @param judge the name of the replayed judge; empty for none
 * @param judgements glob of its judgements; empty likewise
 */
record RecordedRun(TreeMap<String, String> responses, String judge, String judgements)
    implements ReplayProvider.Source {

  /**
   * The recordings of replayed models, which name them as their endpoint.
   *
   * @throws InputException when one names none
   */
  static RecordedRun of(Iterable<ModelSpec> models, ModelSpec judge, String replay) {
    TreeMap<String, String> responses = new TreeMap<>();
    for (ModelSpec model : models) {
      if (model.provider().equals(replay)) {
        responses.put(model.name(), recordings(model, "responses"));
      }
    }
    return judge.provider().equals(replay)
        ? new RecordedRun(responses, judge.name(), recordings(judge, "judgements"))
        : new RecordedRun(responses, "", "");
  }

  private static String recordings(ModelSpec model, String folder) {
    if (model.endpoint().isEmpty()) {
      throw new InputException(
          "The model replay:"
              + model.name()
              + " needs its recordings. Give replay:"
              + model.name()
              + "@RUN/"
              + folder
              + "/*.jsonl.");
    }
    return model.endpoint();
  }

  @Override
  public Map<String, ChatResponse> load() {
    Recordings recordings = new Recordings();
    for (String glob : new java.util.TreeSet<>(responses.values())) {
      each(glob, "models", recordings::addResponse);
    }
    if (!judgements.isEmpty()) {
      each(judgements, "judge", (line, file, n) -> recordings.addJudgement(judge, line, file, n));
    }
    return recordings.byKey();
  }

  private interface LineReader {
    void read(String line, String file, long number);
  }

  private static void each(String glob, String option, LineReader reader) {
    for (String file : Storage.expand(option, java.util.List.of(glob))) {
      long number = 0;
      for (String line : Storage.read(file).lines().toList()) {
        reader.read(line, file, ++number);
      }
    }
  }
}
