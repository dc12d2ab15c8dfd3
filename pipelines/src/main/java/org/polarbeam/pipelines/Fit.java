package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.polarbeam.alignment.CapabilityRegression;
import org.polarbeam.alignment.Regression;
import org.polarbeam.alignment.UsBiasRegression;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;

/** {@code fit}: a table of rounds → the coefficients of a regression on them. */
final class Fit {
  static final String NAME = "fit";

  private Fit() {}

  static int run(FitOptions options) throws IOException {
    FileSystems.setDefaultPipelineOptions(options);
    if (options.getRounds() == null || options.getOutput() == null) {
      throw new InputException("Give --rounds, --regression and --output.");
    }
    CsvTable rounds = Storage.table(options.getRounds());
    Regression fit =
        switch (String.valueOf(options.getRegression())) {
          case CapabilityRegression.NAME ->
              CapabilityRegression.pooled(CapabilityRegression.read(rounds));
          case UsBiasRegression.NAME -> UsBiasRegression.pooled(UsBiasRegression.read(rounds));
          default ->
              throw new InputException(
                  "--regression="
                      + options.getRegression()
                      + " is unknown. Give rq1 (linear mixed model) or rq2 (least squares).");
        };
    if (fit.coefficients().isEmpty()) {
      throw InputException.in(
          rounds.file(),
          "the regression cannot be fitted: " + fit.diagnostics().get("not_fitted"),
          "Give rows that tell the terms apart");
    }
    List<List<String>> rows = new ArrayList<>(Tables.coefficients(fit));
    rows.sort(Comparator.comparing(row -> row.get(1)));
    rows.add(0, List.of(Tables.REGRESSIONS.split(",")));
    try {
      Storage.write(options.getOutput(), CsvFormat.lines(rows));
    } catch (IOException e) {
      throw InputException.in(
          options.getOutput(), "the file cannot be written: " + e.getMessage(), "Give another");
    }
    return Finish.DONE;
  }
}
