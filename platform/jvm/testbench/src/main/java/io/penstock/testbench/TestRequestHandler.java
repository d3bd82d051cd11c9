package io.penstock.testbench;

import io.penstock.planner.PlannerEnvironment;
import io.penstock.planner.RequestHandler;
import io.penstock.sdk.Script;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.table.planner.parse.CalciteParser;

/** The planner's requests for unit tests: run them, and analyze what they can and cannot show. */
public final class TestRequestHandler implements RequestHandler {

  private final TestExecutor executor = new TestExecutor();

  @Override
  public Map<String, Function<JsonNode, JsonNode>> methods() {
    return Map.of(
        "check_with_jars", executor::check,
        "run", executor::run,
        "run_variants", executor::runVariants,
        "branches", params -> analyze(params, BranchAnalyzer::analyze),
        "nondeterminism", params -> analyze(params, NondeterminismAnalyzer::analyze));
  }

  private static JsonNode analyze(
      JsonNode params, BiFunction<Script, CalciteParser, JsonNode> analyzer) {
    return analyzer.apply(
        Script.fromJson(params.path("script")), new PlannerEnvironment(Map.of()).parser());
  }
}
