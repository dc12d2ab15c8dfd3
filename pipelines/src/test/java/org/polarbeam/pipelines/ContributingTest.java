package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What CONTRIBUTING.md says that an addition touches is what its example touches. */
class ContributingTest {
  private static final Path ROOT =
      Path.of(System.getProperty("polarbeam.root", "..")).toAbsolutePath().normalize();
  private static final Pattern SECTION =
      Pattern.compile("(?ms)^## (An? [^:\\n]+): (\\d) files?\\n(.*?)(?=^## |\\z)");
  private static final Pattern EXAMPLE = Pattern.compile("Example: `([^`]+)`");
  private static final Pattern LISTED = Pattern.compile("(?m)^\\d\\. `([^`]+)`");

  @TestFactory
  Stream<DynamicTest> theCountsAreTrue() throws IOException {
    String text = Files.readString(ROOT.resolve("CONTRIBUTING.md"));
    List<DynamicTest> tests =
        SECTION
            .matcher(text)
            .results()
            .map(m -> DynamicTest.dynamicTest(m.group(1), () -> check(m.group(2), m.group(3))))
            .toList();
    assertTrue(tests.size() >= 7, "sections found: " + tests.size());
    return tests.stream();
  }

  private static void check(String count, String section) throws IOException {
    Set<String> listed = new TreeSet<>();
    LISTED.matcher(section).results().forEach(m -> listed.add(m.group(1)));
    assertEquals(Integer.parseInt(count), listed.size(), section);
    Matcher example = EXAMPLE.matcher(section);
    assertTrue(example.find(), section);
    Pattern token = Pattern.compile(example.group(1));
    Set<String> found = new TreeSet<>();
    for (String module : List.of("src/main", "transforms/src/main", "pipelines/src/main")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
        for (Path file : files.filter(ContributingTest::isSource).toList()) {
          if (token.matcher(Files.readString(file)).find()) {
            found.add(ROOT.relativize(file).toString());
          }
        }
      }
    }
    assertEquals(listed, found, example.group(1));
  }

  private static boolean isSource(Path file) {
    String name = file.toString();
    return Files.isRegularFile(file)
        && (name.endsWith(".java") || name.endsWith(".yaml") || name.contains("META-INF/services"));
  }
}
