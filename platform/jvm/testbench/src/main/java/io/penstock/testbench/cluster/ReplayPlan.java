package io.penstock.testbench.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonToken;

/**
 * A run and its arrival plan; the connectors read it while the job is planned in this thread.
 *
 * <p>The plan is JSON lines {@code {"table", "row", "meta", "kind", "pause_ms"}} and {@code
 * {"table", "idle"}}.
 */
public final class ReplayPlan {

  private static final ThreadLocal<ReplayPlan> CURRENT = new ThreadLocal<>();
  private static final JsonFactory JSON = new JsonFactory();

  private final String run;
  private final CaptureLimits limits;
  private final Map<String, List<Line>> tables = new LinkedHashMap<>();

  /** One line of the plan: its number from 0, and its text. */
  record Line(int number, byte[] text) {}

  public ReplayPlan(String run, CaptureLimits limits) {
    this.run = run;
    this.limits = limits;
  }

  /** Adds the plan's next line; blank lines are counted and ignored. */
  public void addLine(int number, String text) {
    if (!text.isBlank()) {
      tables
          .computeIfAbsent(parseTable(number, text), name -> new ArrayList<>())
          .add(new Line(number, text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Runs {@code work} with this plan as the current one of the thread. */
  public <T> T runWith(Supplier<T> work) {
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      CURRENT.remove();
    }
  }

  /**
   * Returns the current plan of this thread; an empty plan outside of a run, so that a job can be
   * checked.
   */
  static ReplayPlan current() {
    ReplayPlan plan = CURRENT.get();
    return plan == null ? new ReplayPlan("", new CaptureLimits(0, 0)) : plan;
  }

  public String run() {
    return run;
  }

  CaptureLimits limits() {
    return limits;
  }

  List<Line> lines(String table) {
    return tables.getOrDefault(table, List.of());
  }

  private static String parseTable(int number, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          if (name.equals("table")) {
            return parser.getText();
          }
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Line " + (number + 1) + " of the arrival plan is not JSON.", e);
    }
    throw new IllegalArgumentException(
        "Line " + (number + 1) + " of the arrival plan names no table.");
  }
}
