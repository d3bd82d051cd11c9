package io.penstock.planner;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobRestrictionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table.catalog-store.kind",
        "table.resources.download-dir",
        "table.execution",
        "$internal.pipeline.job-id",
        "pipeline.jars",
        "env.java.opts",
        "python.executable",
        ""
      })
  void anOptionThatIsNotListedIsRefused(String name) {
    assertThrows(
        StatementRejectedException.class,
        () -> JobRestrictions.requireAllowed(Map.of("parallelism.default", "1", name, "x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"table.exec.state.ttl", "Table.Exec.X", "parallelism.default"})
  void anOptionThatIsListedPasses(String name) {
    assertDoesNotThrow(() -> JobRestrictions.requireAllowed(Map.of(name, "x")));
  }

  @Test
  void aCatalogStoreCreatesNoFolder(@TempDir Path folder) throws Exception {
    Map<String, String> settings =
        Map.of(
            "table.catalog-store.kind",
            "file",
            "table.catalog-store.file.path",
            folder.resolve("new").toString());
    assertThrows(StatementRejectedException.class, () -> new PlannerEnvironment(settings));
    try (var files = Files.list(folder)) {
      assertTrue(files.findAny().isEmpty());
    }
  }
}
