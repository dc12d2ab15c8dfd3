package org.polarbeam.pipelines.setup;

import java.util.ArrayList;
import java.util.List;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Names;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.record.Sampling;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyModel;

/** The models that are asked, with what the command line says of them. */
final class Respondents {
  private Respondents() {}

  /**
   * Those that the options name, or all of the study.
   *
   * @throws InputException when the options do not fit each other
   */
  static List<StudyModel> of(Study study, RespondentOptions options) {
    List<String> given = options.getModels();
    List<String> families = options.getFamily();
    boolean isTold =
        options.getTemperature() != null
            || options.getMaxTokensPerAnswer() != null
            || !families.isEmpty();
    if (given.isEmpty() && isTold) {
      throw new InputException(
          "--temperature, --maxTokensPerAnswer and --family are of the models that --models names."
              + " Give it, or write them into the models' entries in the study.");
    }
    if (families.size() > 1 && families.size() != given.size()) {
      throw new InputException(
          "--family has "
              + families.size()
              + " families, and --models has "
              + given.size()
              + ". Give one family for all models, or one for each in their order.");
    }
    List<StudyModel> models = new ArrayList<>();
    for (StudyModel model : study.select(given)) {
      ModelSpec spec = model.spec();
      if (!families.isEmpty()) {
        spec = spec.within(family(families.get(families.size() == 1 ? 0 : models.size())));
      }
      Integer tokens = options.getMaxTokensPerAnswer();
      Sampling told =
          new Sampling(
              options.getTemperature(), null, tokens == null ? null : tokens.longValue(), null);
      models.add(model.with(spec.with(told.or(spec.sampling()))));
    }
    return models;
  }

  private static String family(String name) {
    String fault = Names.fault(name);
    if (fault != null) {
      throw new InputException("--family=" + name + ": " + fault + ". Give another name.");
    }
    return name;
  }
}
