package org.polarbeam.pipelines.command;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.rundir.OutputFile;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.record.Regression;
import org.polarbeam.record.Tables;
import org.polarbeam.regression.BiasRegression;
import org.polarbeam.regression.CapabilityRegression;

/** {@code fit}: a table of rounds → the coefficients of a regression on them. */
public final class FitCommand implements Command {
  @Override
  public String name() {
    return "fit";
  }

  @Override
  public String summary() {
    return "a table of rounds → the coefficients of rq1 or rq2";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return FitOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "fit --rounds=rounds.csv --regression=rq1 --output=coefficients.csv",
        "fit --rounds=rounds.csv --regression=rq2 --output=coefficients.csv");
  }

  @Override
  public Set<String> required() {
    return Set.of("rounds", "regression", "output");
  }

  @Override
  public boolean hasJob() {
    return false;
  }

  @Override
  public int run(Arguments args) throws IOException {
    FitOptions options = args.as(FitOptions.class);
    if (options.getRounds() == null
        || options.getRegression() == null
        || options.getOutput() == null) {
      throw new InputException("Give --rounds, --regression and --output.");
    }
    OutputFile.require(
        options.getOutput(), CsvFormat.lines(Tables.REGRESSIONS.sheet(List.of(), null)).strip());
    CsvTable rounds = new Inputs().table(options.getRounds());
    if (!options.getRegression().equals(CapabilityRegression.NAME)
        && BiasRegression.read(rounds).stream().allMatch(row -> row.reference().isEmpty())) {
      throw InputException.in(
          rounds.file(),
          "no row is on the US, so there is no bias towards it",
          "Give rows whose us is True");
    }
    Regression fit =
        options.getRegression().equals(CapabilityRegression.NAME)
            ? CapabilityRegression.pooled(CapabilityRegression.read(rounds))
            : BiasRegression.pooled(BiasRegression.read(rounds));
    if (fit.coefficients().isEmpty()) {
      throw InputException.in(
          rounds.file(),
          "the regression cannot be fitted: " + fit.diagnostics().get("not_fitted"),
          "Give rows that tell the terms apart");
    }
    List<List<String>> cells =
        fit.coefficientRows().stream().map(Tables.REGRESSIONS::cells).toList();
    OutputFile.write(options.getOutput(), CsvFormat.lines(Tables.REGRESSIONS.sheet(cells, null)));
    return DONE;
  }
}
