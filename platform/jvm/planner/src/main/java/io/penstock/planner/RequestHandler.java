package io.penstock.planner;

import io.penstock.sdk.Script;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.table.planner.parse.CalciteParser;

/**
 * Adds methods to the planner process.
 *
 * <p>The server finds implementations with {@link java.util.ServiceLoader}; they need a public
 * constructor without parameters. Requests are handled one at a time, in one thread.
 */
public interface RequestHandler {

  /**
   * The methods of this handler by name; each converts the request's {@code params} to its {@code
   * result}.
   *
   * <p>A {@link StatementRejectedException} becomes the error message of the response.
   */
  Map<String, Function<JsonNode, JsonNode>> methods();

  /** The parts, by name, that this handler adds to the result of {@code analyze}. */
  default Map<String, BiFunction<Script, CalciteParser, JsonNode>> analyses() {
    return Map.of();
  }
}
