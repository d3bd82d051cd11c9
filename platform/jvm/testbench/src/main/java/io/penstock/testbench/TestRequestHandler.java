package io.penstock.testbench;

import io.penstock.planner.RequestHandler;
import io.penstock.planner.StatementAnalyses;
import io.penstock.sdk.Script;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.planner.parse.CalciteParser;

/** The planner's requests for unit tests: run them, and analyze what they can and cannot show. */
public final class TestRequestHandler implements RequestHandler {

  private final TestExecutor executor = new TestExecutor();

  @Override
  public Map<String, Function<JsonNode, JsonNode>> methods() {
    return Map.of(
        "analyze_with_jars", this::analyzeWithJars,
        "run", executor::run,
        "run_variants", executor::runVariants);
  }

  @Override
  public Map<String, BiFunction<Script, CalciteParser, JsonNode>> analyses() {
    return Map.of(
        "branches", BranchAnalyzer::analyze, "nondeterminism", NondeterminismAnalyzer::analyze);
  }

  /** Like the planner's {@code analyze}, for a script that uses functions of the given jars. */
  private JsonNode analyzeWithJars(JsonNode params) {
    ObjectNode answer = executor.check(params);
    Script script = Script.fromJson(params.path("script"));
    StatementAnalyses.addTo(answer, script, analyses());
    return answer;
  }
}
