package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.polarbeam.pipelines.cli.Help;
import org.polarbeam.pipelines.cli.OptionParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The metadata of the Flex Templates is what the commands' options make it. After a change to an
 * option, {@code mvn -pl pipelines test -Dtest=TemplateMetadataTest -Dpolarbeam.write=true} writes
 * it anew.
 */
class TemplateMetadataTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final Path FOLDER =
      Path.of(System.getProperty("polarbeam.root", "..")).resolve("templates/metadata");

  /** Options that mean nothing where a job is launched from a template. */
  private static final Set<String> LOCAL =
      Set.of("dryRun", "apiKeyEnv", "reviewSheet", "reviewItems", "surveyRespondents");

  private static final Map<String, Set<String>> NOT_IN =
      Map.of("run", Set.of("survey"), "judge", Set.of("humanLabels"));

  /** What must be given, by template. */
  private static final Map<String, Set<String>> REQUIRED =
      Map.of(
          "run", Set.of("output", "truth"),
          "truth", Set.of("output", "survey"),
          "elicit", Set.of("output"),
          "judge", Set.of("output", "responses"),
          "analyze", Set.of("output", "truth"));

  private static ObjectNode metadata(String command) {
    Polarbeam.Command<?> known = Polarbeam.command(command);
    ObjectNode root = JSON.createObjectNode();
    root.put("name", "Polarbeam " + command);
    root.put("description", "Polarbeam, " + command + ": " + known.summary() + ".");
    ArrayNode parameters = root.putArray("parameters");
    for (Method option : Help.options(known.options())) {
      String name = Help.name(option);
      if (!LOCAL.contains(name) && !NOT_IN.getOrDefault(command, Set.of()).contains(name)) {
        parameters.add(parameter(command, option, name));
      }
    }
    if (!Set.of("truth", "analyze").contains(command)) {
      parameters.add(workerImage());
    }
    return root;
  }

  /** The one option of Dataflow's that a template must know, for models served on the workers. */
  private static ObjectNode workerImage() {
    ObjectNode image = JSON.createObjectNode();
    image.put("name", "sdkContainerImage").put("label", "Worker image");
    image.put(
        "helpText",
        "The image of the workers; needed for models of the provider vllm, for which it is the GPU"
            + " worker's.");
    image.put("isOptional", true).putArray("regexes").add("^.+$");
    return image.put("paramType", "TEXT");
  }

  private static ObjectNode parameter(String command, Method option, String name) {
    ObjectNode parameter = JSON.createObjectNode();
    parameter.put("name", name);
    parameter.put("label", label(name));
    parameter.put("helpText", Help.describe(option));
    parameter.put("isOptional", !REQUIRED.get(command).contains(name));
    parameter.putArray("regexes").add(regex(name, option.getReturnType()));
    parameter.put(
        "paramType",
        switch (name) {
          case "output" -> "GCS_WRITE_FOLDER";
          case "study", "prices", "benchmarks", "humanLabels" -> "GCS_READ_FILE";
          default -> "TEXT";
        });
    Object value = Help.defaultOf(option);
    if (value != null) {
      parameter.put("defaultValue", value.toString());
    }
    return parameter;
  }

  /** {@code maxInFlight} becomes "Max in flight". */
  private static String label(String name) {
    String words = name.replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String regex(String name, Class<?> type) {
    if (name.equals("output") || name.equals("store")) {
      return "^gs://[^/]+/.+$";
    }
    if (name.endsWith("Secret")) {
      return "^projects/[^/]+/secrets/[^/]+/versions/[^/]+$";
    }
    if (type == boolean.class) {
      return "^(true|false)$";
    }
    if (type == int.class || type == long.class) {
      return "^-?[0-9]+$";
    }
    return type == double.class ? "^[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?$" : "^.+$";
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "truth", "elicit", "judge", "analyze"})
  void theMetadataIsWhatTheOptionsAre(String command) throws IOException {
    Path file = FOLDER.resolve(command + ".json");
    String now = JSON.writeValueAsString(metadata(command)) + "\n";
    if (Boolean.getBoolean("polarbeam.write")) {
      Files.writeString(file, now);
    }
    assertEquals(now, Files.readString(file), "the options have changed; see this test's comment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "truth", "elicit", "judge", "analyze"})
  void everyParameterIsAnOptionWithHelpWhoseDefaultIsAllowed(String command) throws IOException {
    Set<String> names = new HashSet<>();
    for (JsonNode parameter :
        JSON.readTree(FOLDER.resolve(command + ".json").toFile()).path("parameters")) {
      String name = parameter.path("name").asText();
      assertTrue(names.add(name), name);
      assertTrue(parameter.path("helpText").asText().length() > 15, name);
      String value = parameter.path("defaultValue").asText("");
      String regex = parameter.path("regexes").path(0).asText();
      assertTrue(value.isEmpty() || value.matches(regex), name + "=" + value + " is not " + regex);
      if (!value.isEmpty()) {
        String[] given = {"--" + name + "=" + value};
        assertDoesNotThrow(
            () -> OptionParser.parse(command, Polarbeam.command(command).options(), given));
      }
    }
    assertTrue(names.containsAll(REQUIRED.get(command)), names.toString());
    assertFalse(names.contains("apiKey"), "keys are named, never given");
    assertEquals(List.of(), names.stream().filter(n -> n.matches("(?i).*password.*")).toList());
  }
}
