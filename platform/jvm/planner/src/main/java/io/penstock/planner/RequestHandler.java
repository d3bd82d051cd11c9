package io.penstock.planner;

import java.util.Map;
import java.util.function.Function;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

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
}
