package io.penstock;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which package may use which. */
class ArchitectureTest {

  private static final String MAIN_CLASSES = "target/classes";

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() throws IOException {
    try (Stream<Path> folders = Files.walk(Path.of(".."), 4)) {
      List<Path> found = folders.filter(folder -> folder.endsWith(MAIN_CLASSES)).toList();
      assertFalse(found.isEmpty());
      classes = new ClassFileImporter().importPaths(found);
    }
  }

  @Test
  void everyModuleIsThere() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."), 4)) {
      List<Path> sources = files.filter(folder -> folder.endsWith("src/main")).toList();
      for (Path source : sources) {
        assertTrue(
            Files.isDirectory(source.resolve("../../" + MAIN_CLASSES)),
            source + " is not compiled");
      }
    }
  }

  @Test
  void modulesUseOnlyWhatIsBelowThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.penstock..")
        .layer("sdk")
        .definedBy("io.penstock.sdk..")
        .layer("runtime")
        .definedBy("io.penstock.runtime..")
        .layer("connectors")
        .definedBy("io.penstock.connectors..")
        .layer("shim")
        .definedBy("io.penstock.shim..")
        .layer("planner")
        .definedBy("io.penstock.planner..")
        .layer("cluster")
        .definedBy("io.penstock.testbench.cluster..")
        .layer("testbench")
        .definedBy("io.penstock.testbench")
        .ensureAllClassesAreContainedInArchitecture()
        .whereLayer("runtime")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("connectors")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("testbench")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("planner")
        .mayOnlyBeAccessedByLayers("testbench")
        .whereLayer("cluster")
        .mayOnlyBeAccessedByLayers("testbench")
        .whereLayer("shim")
        .mayOnlyBeAccessedByLayers("cluster", "testbench")
        .whereLayer("sdk")
        .mayOnlyBeAccessedByLayers("runtime", "connectors", "planner", "testbench")
        .check(classes);
  }

  @Test
  void connectorsKnowNothingOfEachOther() {
    slices()
        .matching("io.penstock.connectors.(*)..")
        .should()
        .notDependOnEachOther()
        .check(classes);
  }

  @Test
  void whatRunsInTaskManagersUsesNoPlanner() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.penstock.testbench.cluster..", "io.penstock.shim..", "io.penstock.sdk..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.calcite..", "org.apache.flink.table.planner..")
        .check(classes);
  }
}
