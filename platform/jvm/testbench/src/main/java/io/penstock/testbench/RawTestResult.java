package io.penstock.testbench;

import io.penstock.planner.ErrorMessages;
import io.penstock.testbench.cluster.CaptureLimits;
import io.penstock.testbench.cluster.CaptureSink;
import io.penstock.testbench.cluster.ReplaySource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;

/**
 * The result of a test, as JSON.
 *
 * <p>{@code {"state": "finished|stopped|failed", "outputs": {name: [{"kind", "row", "line"}]},
 * "counts": {name: n}, "late": [{"line", "operator", "node", "id", "dropped", "total",
 * "watermark"}], "error": sentence|null}}. A {@code line} is the number, from 0, of the plan's line
 * that caused it; -1 is the end of all input.
 */
final class RawTestResult {

  // Decimals keep all digits, including trailing zeros.
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  private final List<String> captures;
  private final OperatorAttribution attribution;
  private final CaptureLimits limits;
  private final ObjectNode answer = JSON.createObjectNode();
  private boolean truncated;

  RawTestResult(TestJobPlanner.PlannedTest planned, CaptureLimits limits) {
    captures = planned.captures();
    attribution = planned.attribution();
    this.limits = limits;
  }

  /** Returns a copy of {@code result} with only the changes that one line caused in one output. */
  static ObjectNode filterChanges(ObjectNode result, String output, int line) {
    ObjectNode answer = JSON.createObjectNode();
    answer.set("state", result.get("state"));
    answer.set("error", result.get("error"));
    ArrayNode kept = answer.putObject("outputs").putArray(output);
    for (JsonNode change : result.at("/outputs").path(output)) {
      if (change.path("line").asInt() == line) {
        kept.add(change);
      }
    }
    return answer;
  }

  ObjectNode toStopped(String why) {
    return answer.put("state", "stopped").put("error", why);
  }

  /** Returns the JSON of a job that ended by itself. */
  ObjectNode toEnded(JobResult result, ClassLoader loader) {
    if (result.getApplicationStatus().deriveJobStatus() == JobStatus.FINISHED) {
      if (truncated) {
        return toStopped(
            "The test was stopped at its limits of %d rows and %d bytes."
                .formatted(limits.rows(), limits.bytes()));
      }
      return answer.put("state", "finished").putNull("error");
    }
    String why =
        result
            .getSerializedThrowable()
            .map(cause -> describeFailure(cause.deserializeError(loader)))
            .orElse("");
    return answer
        .put("state", "failed")
        .put("error", why.isEmpty() ? "The cluster gave no reason." : why);
  }

  /** Reads the accumulators of a job that has ended. */
  void readAccumulators(JobResult result, ClassLoader loader) {
    Map<String, Object> values = new HashMap<>();
    try {
      for (Map.Entry<String, SerializedValue<OptionalFailure<Object>>> one :
          result.getAccumulatorResults().entrySet()) {
        values.put(one.getKey(), one.getValue().deserializeValue(loader).get());
      }
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      throw new IllegalStateException("The rows of the test cannot be read.", e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    readAccumulators(values);
  }

  void readAccumulators(Map<String, Object> values) {
    ObjectNode outputs = answer.putObject("outputs");
    ObjectNode counts = answer.putObject("counts");
    Map<String, List<JsonNode>> rows = new HashMap<>();
    for (int number = 0; number < captures.size(); number++) {
      String name = captures.get(number);
      List<JsonNode> more = parseLines(values.get(CaptureSink.ROWS + number));
      rows.computeIfAbsent(name, absent -> new ArrayList<>()).addAll(more);
      long count = values.get(CaptureSink.COUNT + number) instanceof Long seen ? seen : 0;
      counts.put(name, counts.path(name).asLong() + count);
    }
    for (String name : captures) {
      List<JsonNode> found = rows.get(name);
      found.sort(Comparator.comparingLong(row -> row.path("n").asLong()));
      ArrayNode output = outputs.putArray(name);
      found.forEach(row -> output.add(((ObjectNode) row.deepCopy()).without("n")));
      truncated |= found.size() < counts.path(name).asLong();
    }
    readLateRecords(values);
  }

  private void readLateRecords(Map<String, Object> values) {
    List<JsonNode> found = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(ReplaySource.LATE)) {
            found.addAll(parseLines(value));
          }
        });
    // The end of all input comes last; the effects of one line are ordered by the operator's
    // number.
    Comparator<JsonNode> byLine =
        Comparator.comparingInt(one -> Math.floorMod(one.path("line").asInt(), Integer.MAX_VALUE));
    found.sort(byLine.thenComparingInt(one -> operatorNumber(one.path("operator").asText())));
    Map<String, String> nodes = new HashMap<>();
    for (JsonNode one : found) {
      String operator = one.path("operator").asText();
      nodes.computeIfAbsent(operator, attribution::findNode);
      ((ObjectNode) one).put("node", nodes.get(operator));
    }
    answer.putArray("late").addAll(found);
  }

  // Flink numbers operators during planning; only their order is the same each time.
  private static int operatorNumber(String operator) {
    String number = operator.replaceAll(".*\\[(\\d{1,9})\\]$", "$1");
    return number.equals(operator) ? Integer.MAX_VALUE : Integer.parseInt(number);
  }

  private static List<JsonNode> parseLines(Object value) {
    List<JsonNode> found = new ArrayList<>();
    if (value instanceof byte[] bytes) {
      for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
        try {
          if (!line.isEmpty()) {
            found.add(JSON.readTree(line));
          }
        } catch (JsonProcessingException e) {
          throw new IllegalStateException("A captured row is not JSON.", e);
        }
      }
    }
    return found;
  }

  // The outer exceptions say where the failure happened; users need the innermost message.
  private static String describeFailure(Throwable error) {
    String best = "";
    for (Throwable at = error; at != null; at = at.getCause()) {
      // The class is not transferred; the text contains its name.
      if (String.valueOf(at).contains(OutOfMemoryError.class.getName())) {
        return "The test needs more memory than the cluster's workers have: give it fewer rows, or keep less state.";
      }
      if (String.valueOf(at.getMessage()).matches("(?s).*TaskManager.*no longer reachable.*")) {
        return "The cluster lost the worker that ran the test; if it happens again, the test needs too much memory.";
      }
      if (at.getMessage() != null && !(at instanceof JobExecutionException)) {
        best = at.getMessage();
      }
    }
    return ErrorMessages.clean(best);
  }
}
