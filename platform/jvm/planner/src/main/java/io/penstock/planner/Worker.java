package io.penstock.planner;

import io.penstock.script.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The planner's process: one JSON request a line on standard input, one answer a line on standard output.
 *
 * <p>Request {@code {"id", "method", "params"}}, answer {@code {"id", "result"}} or {@code {"id", "error"}}. It
 * ends when its input ends, so it never outlives its owner.
 */
public final class Worker {

  private static final String PLAN_MARK = "== Physical Execution Plan ==";

  private final ObjectMapper json = new ObjectMapper();
  private final Cache cache = new Cache();
  private final PrintStream out;

  private Worker(PrintStream out) {
    this.out = out;
  }

  /** Serves requests until the input ends. */
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    // Whatever else prints must not get between the answers.
    System.setOut(System.err);
    Worker worker = new Worker(out);
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(requests), "requests");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      worker.serve(requests.take());
    }
  }

  // On a thread of its own: when the owner is gone, the process ends even in the middle of a request.
  private static void read(BlockingQueue<String> requests) {
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      in.lines().forEach(requests::add);
    } catch (IOException | UncheckedIOException e) {
      e.printStackTrace();
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private void serve(String line) {
    ObjectNode answer = json.createObjectNode();
    try {
      JsonNode request = json.readTree(line);
      answer.set("id", request.get("id"));
      answer.set("result", call(request.path("method").asText(), request.path("params")));
    } catch (JsonProcessingException e) {
      answer.put("error", "The request is not JSON.");
    } catch (Refusal e) {
      answer.put("error", e.problem().message());
    } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
      e.printStackTrace();
      answer.put("error", Messages.of(e, Problem.Kind.PLAN).message());
    }
    out.println(answer);
    out.flush();
  }

  private JsonNode call(String method, JsonNode params) {
    return switch (method) {
      case "ping" -> json.createObjectNode().put("engine", EnvironmentInformation.getVersion());
      case "check" -> check(Script.of(params.path("script")));
      case "explain" -> explain(Script.of(params.path("script")));
      case "functions" -> Functions.list();
      case "read" -> read(params);
      default -> throw new IllegalArgumentException("The planner has no method '" + method + "'.");
    };
  }

  private ObjectNode check(Script script) {
    ObjectNode answer = json.createObjectNode();
    ArrayNode statements = answer.putArray("statements");
    new Checker(script, cache).check().forEach(verdict -> statements.add(verdict.toJson()));
    return answer;
  }

  private ObjectNode explain(Script script) {
    Checker checker = new Checker(script, cache);
    List<Verdict> verdicts = checker.check();
    verdicts.stream().filter(verdict -> !verdict.ok()).findFirst().ifPresent(
        verdict -> {
          throw new Refusal(verdict.problem());
        });
    String text = checker.explain();
    int mark = text.indexOf(PLAN_MARK);
    ObjectNode answer = json.createObjectNode().put("plan", text.substring(0, mark).strip());
    try {
      answer.set("json", json.readTree(text.substring(mark + PLAN_MARK.length())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Flink's plan is not JSON.", e);
    }
    return answer;
  }

  /** How Flink reads identifiers and literals: the proof for the one place that quotes them. */
  private ObjectNode read(JsonNode params) {
    var parser = new Session(Map.of()).parser();
    ObjectNode answer = json.createObjectNode();
    ArrayNode identifiers = answer.putArray("identifiers");
    for (JsonNode text : params.path("identifiers")) {
      ArrayNode parts = identifiers.addArray();
      parser.parseIdentifier(text.asText()).names.forEach(parts::add);
    }
    ArrayNode literals = answer.putArray("literals");
    for (JsonNode text : params.path("literals")) {
      literals.add(((SqlLiteral) parser.parseExpression(text.asText())).getValueAs(String.class));
    }
    return answer;
  }
}
