package org.polarbeam.pipelines.command;

import java.util.List;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.SeedOptions;
import org.polarbeam.pipelines.cli.TableOptions;
import org.polarbeam.pipelines.setup.StudyOptions;
import org.polarbeam.pipelines.setup.SurveyOptions;

/** Options of {@code truth}. */
public interface TruthOptions extends SeedOptions, TableOptions, SurveyOptions, StudyOptions {
  @Option(
      value =
          "Survey microdata as CSV, a row a respondent and a column a question, in the layout that"
              + " --surveyFormat names.",
      kind = Option.Kind.FILES)
  List<String> getSurvey();

  void setSurvey(List<String> value);

  @Option(
      "Keys of the questions to use, such as f120,e035; if left out, the topics of --study, and"
          + " without that every question of sections B to F and H.")
  List<String> getTopics();

  void setTopics(List<String> value);
}
