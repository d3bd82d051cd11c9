package io.penstock.runtime.bench;

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
 * A run and its arrival plan, for the connectors while the job is planned in this thread.
 *
 * <p>The plan is JSON lines {@code {"table", "row", "meta", "kind", "pause_ms"}} and {@code {"table", "idle"}}.
 */
public final class Feed {

  private static final ThreadLocal<Feed> CURRENT = new ThreadLocal<>();
  private static final JsonFactory JSON = new JsonFactory();

  private final String run;
  private final Limits limits;
  private final Map<String, List<Line>> tables = new LinkedHashMap<>();

  /** One line of the plan: its number from 0, and its text. */
  record Line(int number, byte[] text) {}

  public Feed(String run, Limits limits) {
    this.run = run;
    this.limits = limits;
  }

  /** Adds the plan's next line; blank ones count, but say nothing. */
  public void add(int number, String text) {
    if (!text.isBlank()) {
      tables.computeIfAbsent(table(number, text), name -> new ArrayList<>())
          .add(new Line(number, text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Does {@code work} with this feed as the one that the connectors see. */
  public <T> T during(Supplier<T> work) {
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      CURRENT.remove();
    }
  }

  /** The feed of this thread; outside of a run an empty one, with which a job can be checked. */
  static Feed current() {
    Feed feed = CURRENT.get();
    return feed == null ? new Feed("", new Limits(0, 0)) : feed;
  }

  public String run() {
    return run;
  }

  Limits limits() {
    return limits;
  }

  List<Line> lines(String table) {
    return tables.getOrDefault(table, List.of());
  }

  private static String table(int number, String text) {
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
      throw new IllegalArgumentException("Line " + (number + 1) + " of the arrival plan is not JSON.", e);
    }
    throw new IllegalArgumentException("Line " + (number + 1) + " of the arrival plan names no table.");
  }
}
