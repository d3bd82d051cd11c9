package io.penstock.planner;

import io.penstock.sdk.Script;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.planner.parse.CalciteParser;

/** The parts that handlers add to the result of a check, by {@link RequestHandler#analyses()}. */
public final class StatementAnalyses {

  private StatementAnalyses() {}

  /**
   * Adds each analysis of {@code script} to the result of its check; an empty list for each if a
   * statement is not valid.
   */
  public static void addTo(
      ObjectNode checked,
      Script script,
      Map<String, BiFunction<Script, CalciteParser, JsonNode>> analyses) {
    boolean valid = true;
    for (JsonNode statement : checked.path("statements")) {
      valid &= statement.path("ok").asBoolean();
    }
    CalciteParser parser = new PlannerEnvironment(Map.of()).parser();
    for (var analysis : analyses.entrySet()) {
      if (valid) {
        checked.set(analysis.getKey(), analysis.getValue().apply(script, parser));
      } else {
        checked.putArray(analysis.getKey());
      }
    }
  }
}
