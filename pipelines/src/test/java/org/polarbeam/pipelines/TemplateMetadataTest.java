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
    assertTrue(names.containsAll(Commands.of(command).required()), names.toString());
    assertFalse(names.contains("apiKey"), "keys are named, never given");
    assertEquals(List.of(), names.stream().filter(n -> n.matches("(?i).*password.*")).toList());
  }
}
