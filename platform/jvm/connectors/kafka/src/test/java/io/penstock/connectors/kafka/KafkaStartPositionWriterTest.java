package io.penstock.connectors.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.sdk.JobStartException;
import io.penstock.sdk.StartPosition;
import io.penstock.sdk.StartPositionWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaStartPositionWriterTest {

  private final StartPositionWriter writer = new KafkaStartPositionWriter();

  @Test
  void theRuntimeFindsIt() {
    List<StartPositionWriter> found =
        ServiceLoader.load(StartPositionWriter.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    assertEquals(1, found.size());
    assertInstanceOf(KafkaStartPositionWriter.class, found.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "earliest, earliest-offset,",
    "latest, latest-offset,",
    "committed, group-offsets,",
    "timestamp:1700000000000, timestamp, 1700000000000",
  })
  void aStartPositionReplacesThatOfKafkaSources(String start, String mode, String timestamp) {
    Map<String, String> options = new HashMap<>();
    options.put("connector", "kafka");
    options.put("scan.startup.mode", "specific-offsets");
    options.put("scan.startup.specific-offsets", "partition:0,offset:42");
    options.put("properties.group.id", "g");
    assertTrue(writer.supports(options));
    writer.write(StartPosition.parse(start), "n1", options);
    assertEquals(mode, options.get("scan.startup.mode"));
    assertEquals(timestamp, options.get("scan.startup.timestamp-millis"));
    assertFalse(options.containsKey("scan.startup.specific-offsets"));
  }

  @Test
  void otherTablesAreNotSupported() {
    assertFalse(writer.supports(Map.of("connector", "kafka")));
    assertFalse(writer.supports(Map.of("connector", "jdbc", "scan.startup.mode", "x")));
  }

  @Test
  void committedOffsetsNeedAGroup() {
    Map<String, String> options =
        new HashMap<>(Map.of("connector", "kafka", "scan.startup.mode", "x"));
    StartPosition committed = StartPosition.parse("committed");
    String message =
        assertThrows(JobStartException.class, () -> writer.write(committed, "n7", options))
            .getMessage();
    assertTrue(message.contains("'n7'"), message);
  }
}
