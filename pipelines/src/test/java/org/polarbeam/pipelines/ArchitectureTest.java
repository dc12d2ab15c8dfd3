package org.polarbeam.pipelines;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Collator;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.polarbeam.model.ModelProvider;

/** Dependencies point one way: between modules, and between the rooms inside them. */
class ArchitectureTest {
  private static final Path ROOT =
      Path.of(System.getProperty("polarbeam.root", "..")).toAbsolutePath().normalize();
  private static final String PIPELINES = "org.polarbeam.pipelines..";
  private static final String TRANSFORMS = "org.polarbeam.transforms..";
  private static final String BEAM = "org.apache.beam..";
  private static final int MOST_FILES = 25;
  private static final int MOST_LINES = 400;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("org.polarbeam");

  private static String room(String name) {
    return "org.polarbeam.pipelines." + name + "..";
  }

  @Test
  void theDomainKnowsNoBeam() {
    noClasses()
        .that()
        .resideInAPackage("org.polarbeam..")
        .and()
        .resideOutsideOfPackages(PIPELINES, TRANSFORMS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BEAM, PIPELINES, TRANSFORMS)
        .check(CLASSES);
  }

  /** What is read and written is the same in Cairo, Istanbul and Bangkok. */
  @Test
  void nothingDependsOnTheMachinesLocaleZoneOrEncoding() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(String.class, "getBytes")
        .orShould()
        .callConstructor(String.class, byte[].class)
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "format", String.class, Object[].class)
        .orShould()
        .callConstructor(InputStreamReader.class, InputStream.class)
        .orShould()
        .callConstructor(FileReader.class, String.class)
        .orShould()
        .callMethod(Locale.class, "getDefault")
        .orShould()
        .callMethod(ZoneId.class, "systemDefault")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(NumberFormat.class, "getInstance")
        .orShould()
        .callMethod(Collator.class, "getInstance")
        .orShould()
        .callMethod(DateTimeFormatter.class, "ofPattern", String.class)
        .orShould()
        .callConstructor(Scanner.class, InputStream.class)
        .check(CLASSES);
  }

  @Test
  void transformsDoNotKnowPipelines() {
    noClasses()
        .that()
        .resideInAPackage(TRANSFORMS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(PIPELINES)
        .check(CLASSES);
  }

  @Test
  void statisticsAndFilesKnowNothingElse() {
    classes()
        .that()
        .resideInAPackage("org.polarbeam.stats..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.polarbeam.stats..", "java..", "org.apache.commons..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("org.polarbeam.files..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.polarbeam..")
                .and(resideOutsideOfPackage("org.polarbeam.files..")))
        .check(CLASSES);
  }

  @Test
  void recordsAreValuesAndNothingMore() {
    classes()
        .that()
        .resideInAPackage("org.polarbeam.record..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.polarbeam.record..", "org.polarbeam.files..", "org.polarbeam.stats..", "java..")
        .check(CLASSES);
  }

  @Test
  void modelsKnowNoTopics() {
    noClasses()
        .that()
        .resideInAPackage("org.polarbeam.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.polarbeam.study..",
            "org.polarbeam.prompt..",
            "org.polarbeam.survey..",
            "org.polarbeam.alignment..")
        .check(CLASSES);
  }

  @Test
  void theReportReadsFilesOnly() {
    classes()
        .that()
        .resideInAPackage("org.polarbeam.report..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.polarbeam.report..",
            "org.polarbeam.record..",
            "org.polarbeam.files..",
            "org.polarbeam.stats..",
            "java..",
            "com.fasterxml.jackson..")
        .check(CLASSES);
  }

  @Test
  void noRoomNeedsOneThatNeedsIt() {
    slices().matching("org.polarbeam.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void inPipelinesArrowsPointDown() {
    for (Map.Entry<String, List<String>> above :
        Map.of(
                "cli", List.of("google", "setup", "rundir", "stage", "command"),
                "google", List.of("setup", "rundir", "stage", "command"),
                "setup", List.of("rundir", "stage", "command"),
                "rundir", List.of("stage", "command"),
                "stage", List.of("command"))
            .entrySet()) {
      noClasses()
          .that()
          .resideInAPackage(room(above.getKey()))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              above.getValue().stream().map(ArchitectureTest::room).toArray(String[]::new))
          .check(CLASSES);
    }
  }

  @Test
  void onlyOneRoomKnowsGoogle() {
    noClasses()
        .that()
        .resideInAPackage("org.polarbeam..")
        .and()
        .resideOutsideOfPackage(room("google"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.google..",
            "org.apache.beam.runners.dataflow..",
            "org.apache.beam.sdk.io.gcp..",
            "org.apache.beam.sdk.extensions.gcp..")
        .check(CLASSES);
  }

  /** A provider is found by its name; whoever names its class knows too much. */
  @Test
  void noCommandNamesAProvider() {
    noClasses()
        .that()
        .resideInAnyPackage(PIPELINES, TRANSFORMS)
        .should()
        .dependOnClassesThat(assignableTo(ModelProvider.class).and(not(type(ModelProvider.class))))
        .check(CLASSES);
  }

  @Test
  void noRoomIsCrowdedAndNoClassLong() throws IOException {
    Map<String, Long> rooms = new TreeMap<>();
    for (String module : List.of("src", "transforms/src", "pipelines/src", "benchmarks/src")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          rooms.merge(file.getParent().toString(), 1L, Long::sum);
          try (Stream<String> lines = Files.lines(file)) {
            long count = lines.count();
            assertTrue(count <= MOST_LINES, file + " has " + count + " lines");
          }
        }
      }
    }
    assertEquals(
        Map.of(),
        rooms.entrySet().stream()
            .filter(r -> r.getValue() > MOST_FILES)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }
}
