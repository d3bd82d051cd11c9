package io.penstock.connectors.kafka;

import io.penstock.sdk.JobStartException;
import io.penstock.sdk.StartPosition;
import io.penstock.sdk.StartPositionWriter;
import java.util.Map;

/** Sets the start position of Kafka sources. */
public final class KafkaStartPositionWriter implements StartPositionWriter {

  private static final String MODE = "scan.startup.mode";
  private static final String TIMESTAMP = "scan.startup.timestamp-millis";
  private static final String RESET = "properties.auto.offset.reset";

  @Override
  public boolean supports(Map<String, String> options) {
    return "kafka".equals(options.get("connector")) && options.containsKey(MODE);
  }

  @Override
  public void write(StartPosition position, String node, Map<String, String> options) {
    if (position.mode() == StartPosition.Mode.COMMITTED
        && !options.containsKey("properties.group.id")) {
      throw new JobStartException(
          "Node '"
              + node
              + "' has no consumer group, so there are no committed offsets to start from.");
    }
    options.keySet().removeIf(key -> key.startsWith("scan.startup."));
    switch (position.mode()) {
      case EARLIEST -> options.put(MODE, "earliest-offset");
      case LATEST -> options.put(MODE, "latest-offset");
      case COMMITTED -> {
        options.put(MODE, "group-offsets");
        // A group without committed offsets starts at the earliest record, so that no record is
        // lost silently.
        options.putIfAbsent(RESET, "earliest");
      }
      case TIMESTAMP -> {
        options.put(MODE, "timestamp");
        options.put(TIMESTAMP, String.valueOf(position.timestampMillis()));
      }
    }
  }
}
