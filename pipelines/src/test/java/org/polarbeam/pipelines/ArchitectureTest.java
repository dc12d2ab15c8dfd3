package org.polarbeam.pipelines;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Dependencies point one way: pipelines → transforms → the domain, and inside that likewise. */
class ArchitectureTest {
  private static final String PIPELINES = "org.polarbeam.pipelines..";
  private static final String TRANSFORMS = "org.polarbeam.transforms..";
  private static final String BEAM = "org.apache.beam..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("org.polarbeam");

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
  void statisticsKnowNothingElse() {
    classes()
        .that()
        .resideInAPackage("org.polarbeam.stats..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.polarbeam.stats..", "java..", "org.apache.commons..")
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
            "org.polarbeam.files..",
            "org.polarbeam.stats..",
            "java..",
            "com.fasterxml.jackson..")
        .check(CLASSES);
  }

  @Test
  void noRoomNeedsOneThatNeedsIt() {
    slices().matching("org.polarbeam.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
