package org.polarbeam.pipelines.command;

import java.util.List;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.SeedOptions;
import org.polarbeam.pipelines.cli.TableOptions;

/** Options of {@code truth}. */
public interface TruthOptions extends SeedOptions, TableOptions {
  @Option(
      value =
          "Survey microdata as CSV in the shape of the EVS/WVS joint file: cntry_AN, lnge_iso,"
              + " gwght, pwght and a column a question.",
      kind = Option.Kind.FILES)
  List<String> getSurvey();

  void setSurvey(List<String> value);

  @Option(
      "Keys of the questions to use, such as f120,e035; every question of sections B to F"
          + " and H if left out.")
  List<String> getTopics();

  void setTopics(List<String> value);
}
