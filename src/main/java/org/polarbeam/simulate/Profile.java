package org.polarbeam.simulate;

import java.util.Map;
import java.util.TreeSet;
import org.polarbeam.files.InputException;
import org.polarbeam.language.Languages;
import org.polarbeam.model.ModelSpec;

/**
 * The parameters of a simulated respondent. Asked in language l about topic t, the share of its ten
 * citizens who are for it is, on the logit scale,
 *
 * <pre>  logit(w_l·T(l,t) + w_us·T(US,t) + w_g·T(world,t) + w_n·U(t) + w_p·T(p,t)) + d(l,t) + e
 * </pre>
 *
 * with T the truth, p the country that the prompt names (where it names none, w_p is zero), U(t)
 * uniform on (0, 1) and d(l,t) ~ N(0, topic_sd²) drawn once and kept, e ~ N(0, response_sd²) drawn
 * for each response, and weights that are divided by their sum. Each citizen then is for, against,
 * or (with null_rate) without a stance. The other rates are those of refusals, prose without a
 * list, another language, and an answer that breaks off.
 */
record Profile(ModelSpec spec) {
  private static final Map<String, Double> DEFAULTS =
      Map.ofEntries(
          Map.entry("local", 0.0),
          Map.entry("us", 0.0),
          Map.entry("global", 0.0),
          Map.entry("noise", 0.0),
          Map.entry("persona", 0.0),
          Map.entry("topic_sd", 0.6),
          Map.entry("response_sd", 0.6),
          Map.entry("null_rate", 0.08),
          Map.entry("refusal_rate", 0.02),
          Map.entry("ramble_rate", 0.02),
          Map.entry("wrong_language_rate", 0.02),
          Map.entry("truncation_rate", 0.03));

  /** What a respondent is made of that is named on the command line without parameters. */
  private static final Map<String, String> PLAIN =
      Map.of("local", "local", "us", "us", "global", "global", "random", "noise");

  /**
   * Reads the parameters of a model.
   *
   * @throws InputException naming an unknown or a negative one, or a name without parameters that
   *     is none of the plain respondents
   */
  static Profile of(ModelSpec spec) {
    if (spec.parameters().isEmpty() && !PLAIN.containsKey(spec.name())) {
      throw new InputException(
          "There is no simulated respondent '"
              + spec.name()
              + "'. Give simulate:"
              + String.join(", simulate:", new TreeSet<>(PLAIN.keySet()))
              + ", or describe one under models in the study.");
    }
    spec.parameters()
        .forEach(
            (name, value) -> {
              String base = name.split("\\.", 2)[0];
              if (!DEFAULTS.containsKey(base)) {
                throw new InputException(
                    "The simulated model "
                        + spec.name()
                        + " has the unknown parameter "
                        + name
                        + ". Give some of "
                        + String.join(", ", new TreeSet<>(DEFAULTS.keySet()))
                        + ", or one of these for a language, such as local.da.");
              }
              String language = name.equals(base) ? null : name.substring(base.length() + 1);
              if (language != null && !Languages.isTag(language)) {
                throw new InputException(
                    "The simulated model "
                        + spec.name()
                        + " has "
                        + name
                        + ", but '"
                        + language
                        + "' is no language. "
                        + Languages.REMEDY
                        + ".");
              }
              boolean rate = base.endsWith("_rate");
              if (!(value >= 0) || (rate && value > 1)) {
                throw new InputException(
                    "The simulated model "
                        + spec.name()
                        + " has "
                        + name
                        + " = "
                        + value
                        + ". Give "
                        + (rate ? "a share in [0, 1]." : "a number from 0 up."));
              }
            });
    return new Profile(spec);
  }

  /** A parameter in a language: its own value there, or the general one. */
  double in(String language, String name) {
    Map<String, Double> given = spec.parameters();
    if (given.isEmpty() && name.equals(PLAIN.get(spec.name()))) {
      return 1;
    }
    return given.getOrDefault(name + "." + language, given.getOrDefault(name, DEFAULTS.get(name)));
  }
}
