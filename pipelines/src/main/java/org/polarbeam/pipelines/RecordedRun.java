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
 * @param judgements glob of the judgements of each replayed judge, by the judge's name
 */
record RecordedRun(TreeMap<String, String> responses, TreeMap<String, String> judgements)
    implements ReplayProvider.Source {

  /**
   * The recordings of replayed models, which name them as their endpoint.
   *
   * @throws InputException when one names none
   */
  static RecordedRun of(Iterable<ModelSpec> models, Iterable<ModelSpec> judges, String replay) {
    return new RecordedRun(globs(models, replay, "responses"), globs(judges, replay, "judgements"));
  }

  private static TreeMap<String, String> globs(
      Iterable<ModelSpec> models, String replay, String folder) {
    TreeMap<String, String> globs = new TreeMap<>();
    for (ModelSpec model : models) {
      if (model.provider().equals(replay)) {
        globs.put(model.name(), recordings(model, folder));
      }
    }
    return globs;
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
    judgements.forEach(
        (judge, glob) ->
            each(glob, "judge", (line, file, n) -> recordings.addJudgement(judge, line, file, n)));
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
