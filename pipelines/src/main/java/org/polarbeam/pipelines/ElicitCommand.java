package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.prompt.Ledger;
import org.polarbeam.survey.TruthReader;

/** {@code elicit}: from the study to the models' answers, and no further. */
final class ElicitCommand {
  static final String NAME = "elicit";

  private ElicitCommand() {}

  static int run(ElicitOptions options) throws IOException {
    Inputs.requireOutput(options);
    Cast cast = Cast.ofElicit(options);
    List<String> truths = Storage.expand("truth", Inputs.list(options.getTruth()));
    boolean simulated = cast.isAskedSimulated();
    if (simulated && truths.isEmpty()) {
      throw new InputException(
          "Give --truth, such as out/run/truth.csv: simulated respondents make their views of it.");
    }
    List<CsvTable> tables = truths.stream().map(Storage::table).toList();
    Map<String, String> decisive = cast.decisive();
    List.of("judge", "response_language", "canaries").forEach(decisive::remove);
    decisive.put("truth", Inputs.digest(truths));
    RunDirectory directory =
        RunDirectory.open(options, NAME, simulated, decisive)
            .note("unverified_languages", String.join(", ", cast.unverified()))
            .note("price_micros_input", cast.millionTokens(true))
            .note("price_micros_output", cast.millionTokens(false));
    cast.warn();
    Pipeline pipeline = Finish.pipeline(options);
    Stages stages =
        new Stages(
            cast,
            cast.asking(
                cast.providers(TruthReader.read(tables), 0), Inputs.store(options, directory)),
            directory,
            simulated);
    stages.elicit(pipeline, options);
    stages.finish(Ledger.ANSWERED, cast.personas);
    return Finish.run(pipeline, directory, Map.of("elicit", cast.questions()));
  }
}
