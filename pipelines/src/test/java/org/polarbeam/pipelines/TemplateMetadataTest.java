package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.command.Commands;

/** What the build makes of the options for Flex Templates can be launched with. */
class TemplateMetadataTest {
  /** What Dataflow's API (v1b3, revision 20261018) takes for a parameter's type, of what we use. */
  private static final Set<String> TYPES =
      Set.of("TEXT", "NUMBER", "BOOLEAN", "ENUM", "GCS_READ_FILE", "GCS_WRITE_FOLDER");

  /** What it takes in a parameter's description at all, of what we use. */
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "label",
          "helpText",
          "isOptional",
          "regexes",
          "paramType",
          "defaultValue",
          "enumOptions",
          "groupName",
          "parentName");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER =
      Path.of(System.getProperty("polarbeam.root", "..")).resolve("templates/metadata");

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
            () -> Arguments.parse(command, Commands.of(command).specs(), Map.of(), given));
      }
    }
    checkPickers(
        JSON.readTree(FOLDER.resolve(command + ".json").toFile()).path("parameters"), names);
    assertTrue(names.containsAll(Commands.of(command).required()), names.toString());
    assertFalse(names.contains("apiKey"), "keys are named, never given");
    assertEquals(List.of(), names.stream().filter(n -> n.matches("(?i).*password.*")).toList());
  }

  /** The console shows a parameter by its type, under its group or beneath its parent. */
  private static void checkPickers(JsonNode parameters, Set<String> names) {
    for (JsonNode parameter : parameters) {
      String name = parameter.path("name").asText();
      parameter.fieldNames().forEachRemaining(f -> assertTrue(FIELDS.contains(f), name + "." + f));
      String type = parameter.path("paramType").asText();
      assertTrue(TYPES.contains(type), name + ": " + type);
      assertEquals(type.equals("ENUM"), parameter.has("enumOptions"), name);
      assertEquals(
          type.equals("BOOLEAN"),
          "^(true|false)$".equals(parameter.at("/regexes/0").asText()),
          name);
      String parent = parameter.path("parentName").asText("");
      assertTrue(parent.isEmpty() == parameter.has("groupName"), name);
      assertTrue(parent.isEmpty() || names.contains(parent), name + " under " + parent);
    }
  }
}
