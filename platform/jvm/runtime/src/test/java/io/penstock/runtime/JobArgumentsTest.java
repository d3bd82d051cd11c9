package io.penstock.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.sdk.JobStartException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobArgumentsTest {

  private static final String SECRET = "{\"db\":{\"password\":\"hunter2\"}}";

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JobStartException parseInvalid(String... args) {
    return assertThrows(JobStartException.class, () -> JobArguments.parse(args));
  }

  @Test
  void nothingIsNeeded() {
    JobArguments arguments = JobArguments.parse();
    assertEquals(Map.of(), arguments.settings());
    assertEquals(null, arguments.start());
  }

  @Test
  void aValueMayHoldEqualsSigns() {
    assertEquals(Map.of("a", "b=c"), JobArguments.parse("--set", "a=b=c").settings());
  }

  @Test
  void connectionsComeAsTextOrFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("c.json"), SECRET);
    for (String[] args :
        new String[][] {
          {"--connections", base64(SECRET)}, {"--connections-file", file.toString()}
        }) {
      assertEquals(
          "it is ******", JobArguments.parse(args).connections().redact("it is hunter2", Set.of()));
    }
  }

  @Test
  void noMessageQuotesTheConnections() {
    String broken = "{\"db\":{\"password\":\"hunter2\"";
    for (String[] args :
        new String[][] {
          {"--connections", base64(broken)},
          {"--connections", broken},
          {base64(SECRET), "x"},
          {"--set", "a=b", SECRET},
        }) {
      String message = parseInvalid(args).getMessage();
      assertFalse(message.contains("hunter2") || message.contains(base64(SECRET)), message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nosuch", "--start", "--set"})
  void wrongArgumentsAreNamed(String name) {
    assertTrue(parseInvalid(name, "=").getMessage().contains(name));
    assertTrue(parseInvalid(name).getMessage().contains("has no value"));
  }
}
