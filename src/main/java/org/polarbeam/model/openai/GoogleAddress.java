package org.polarbeam.model.openai;

import java.util.Map;
import java.util.stream.Stream;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ProviderContext;

/** Where Vertex AI answers for a project, whose name is a part of every address. */
final class GoogleAddress {
  /** The place that is none in particular. */
  private static final String GLOBAL = "global";

  private static final String NAME = "[a-z0-9][-a-z0-9.:]*";

  private GoogleAddress() {}

  /**
   * Fills in an address.
   *
   * @param environment the variables of the process, which has the usual project and place
   * @throws InputException when no project is known, or one is misspelt
   */
  static String of(String address, ProviderContext context, Map<String, String> environment) {
    String project = first(context.text("project"), environment.get("GOOGLE_CLOUD_PROJECT"));
    if (project == null) {
      throw new InputException(
          "Models of vertex: are asked in a project of Google Cloud, and none is named. Put it into"
              + " the environment variable GOOGLE_CLOUD_PROJECT, and the region into"
              + " GOOGLE_CLOUD_LOCATION.");
    }
    String location =
        first(environment.get("GOOGLE_CLOUD_LOCATION"), context.text("region"), GLOBAL);
    for (String name : new String[] {project, location}) {
      if (!name.matches(NAME)) {
        throw new InputException(
            "'"
                + name
                + "' is no project or region of Google Cloud. Correct GOOGLE_CLOUD_PROJECT"
                + " or GOOGLE_CLOUD_LOCATION.");
      }
    }
    return address
        .replace(
            "{host}", (location.equals(GLOBAL) ? "" : location + "-") + "aiplatform.googleapis.com")
        .replace("{project}", project)
        .replace("{location}", location);
  }

  private static String first(String... values) {
    return Stream.of(values).filter(v -> v != null && !v.isBlank()).findFirst().orElse(null);
  }
}
