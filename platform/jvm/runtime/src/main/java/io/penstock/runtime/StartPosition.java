package io.penstock.runtime;

import java.util.Map;

/** Where Kafka sources start reading ({@code --start}); overrides the setting in the job. */
public final class StartPosition {

  private static final String MODE = "scan.startup.mode";
  private static final String TIMESTAMP = "scan.startup.timestamp-millis";
  private static final String RESET = "properties.auto.offset.reset";

  private final String mode;
  private final String timestamp;

  private StartPosition(String mode, String timestamp) {
    this.mode = mode;
    this.timestamp = timestamp;
  }

  /** Parses {@code earliest | latest | committed | timestamp:<ms>}. */
  public static StartPosition parse(String text) {
    if (text.matches("timestamp:\\d{1,18}")) {
      return new StartPosition("timestamp", text.substring("timestamp:".length()));
    }
    return switch (text) {
      case "earliest" -> new StartPosition("earliest-offset", null);
      case "latest" -> new StartPosition("latest-offset", null);
      case "committed" -> new StartPosition("group-offsets", null);
      default -> throw new JobStartException(
          "--start takes earliest, latest, committed or timestamp:<milliseconds>, not '" + text + "'.");
    };
  }

  /** Sets the start position in the options of a Kafka source; other tables are not changed. */
  public void apply(String node, Map<String, String> options) {
    if (!"kafka".equals(options.get("connector")) || !options.containsKey(MODE)) {
      return;
    }
    if (mode.equals("group-offsets") && !options.containsKey("properties.group.id")) {
      throw new JobStartException(
          "Node '" + node + "' has no consumer group, so there are no committed offsets to start from.");
    }
    options.keySet().removeIf(key -> key.startsWith("scan.startup."));
    options.put(MODE, mode);
    if (timestamp != null) {
      options.put(TIMESTAMP, timestamp);
    }
    if (mode.equals("group-offsets")) {
      // A group without committed offsets starts at the earliest record, so that no record is lost silently.
      options.putIfAbsent(RESET, "earliest");
    }
  }
}
