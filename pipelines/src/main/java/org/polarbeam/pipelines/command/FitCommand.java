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
import org.polarbeam.regression.Formula;
import org.polarbeam.regression.FormulaFit;
import org.polarbeam.stats.MixedModel;
import org.polarbeam.stats.RandomIntercept;

/** {@code fit}: a table → the coefficients of a regression on it. */
public final class FitCommand implements Command {
  @Override
  public String name() {
    return "fit";
  }

  @Override
  public String summary() {
    return "a table → the coefficients of a regression, by a formula or of rq1 or rq2";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return FitOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "fit --table=data.csv --formula='score ~ us + (1 | model) + (1 | topic)' --output=fit.csv",
        "fit --rounds=rounds.csv --regression=rq1 --output=coefficients.csv",
        "fit --rounds=rounds.csv --regression=rq2 --output=coefficients.csv");
  }

  @Override
  public Set<String> required() {
    return Set.of("output");
  }

  @Override
  public boolean hasJob() {
    return false;
  }

  @Override
  public int run(Arguments args) throws IOException {
    FitOptions options = args.as(FitOptions.class);
    boolean isFormula = options.getFormula() != null && options.getTable() != null;
    boolean isRounds = options.getRegression() != null && options.getRounds() != null;
    if (options.getOutput() == null || isFormula == isRounds) {
      throw new InputException(
          "Give --output, and either --table with --formula or --rounds with --regression.");
    }
    OutputFile.require(
        options.getOutput(), CsvFormat.lines(Tables.REGRESSIONS.sheet(List.of(), null)).strip());
    Regression fit = isFormula ? byFormula(args, options) : ofRounds(options);
    List<List<String>> cells =
        fit.coefficientRows().stream().map(Tables.REGRESSIONS::cells).toList();
    OutputFile.write(options.getOutput(), CsvFormat.lines(Tables.REGRESSIONS.sheet(cells, null)));
    return DONE;
  }

  private static Regression byFormula(Arguments args, FitOptions options) {
    boolean isReml = options.getLikelihood().equals("reml");
    if (!isReml && options.getErrors().equals("kenward_roger") && args.text("errors") != null) {
      throw new InputException(
          "--errors=kenward_roger needs --likelihood=reml. Give --errors=satterthwaite.");
    }
    boolean isKenwardRoger = isReml && options.getErrors().equals("kenward_roger");
    Regression fit =
        FormulaFit.of(
            Formula.parse(options.getFormula()),
            new Inputs().table(options.getTable()),
            isReml ? RandomIntercept.Method.REML : RandomIntercept.Method.ML,
            isKenwardRoger ? MixedModel.Errors.KENWARD_ROGER : MixedModel.Errors.SATTERTHWAITE);
    fit.diagnostics().values().forEach(note -> System.err.println(note + "."));
    return fit;
  }

  private static Regression ofRounds(FitOptions options) {
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
    if (Boolean.parseBoolean(fit.diagnostics().get("singular"))) {
      System.err.println("Singular fit: the variance between models is estimated as zero.");
    }
    return fit;
  }
}
