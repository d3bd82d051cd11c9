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
 * <p>Request {@code {"id", "method", "params"}}, answer {@code {"id", "result"}}, {@code {"id", "error"}}, or
 * {@code {"id", "corrupted"}} when the process itself is at fault and must be replaced. A check reports its
 * progress before: {@code {"id", "started": index}} and {@code {"id", "checked": index, "statement"}}. The process ends when its
 * input ends, so it never outlives its owner.
 */
public final class Worker {

  private static final String PLAN_MARK = "== Physical Execution Plan ==";

  private final ObjectMapper json = new ObjectMapper();
  private final Cache cache = new Cache();
  private final Bench bench = new Bench();
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
      answer.set("result", call(request.path("method").asText(), request.path("params"), request.get("id")));
    } catch (JsonProcessingException e) {
      answer.put("error", "The request is not JSON.");
    } catch (Refusal e) {
      answer.put("error", e.problem().message());
    } catch (RuntimeException | Error e) {
      // A lexer's complaint is an Error too. What is no verdict on the request says so, or ends the process.
      e.printStackTrace();
      try {
        Broken.check(e);
        answer.put("error", Messages.of(e, Problem.Kind.PLAN).message());
      } catch (Broken broken) {
        answer.put("corrupted", broken.getMessage());
      }
    }
    send(answer);
  }

  private void send(ObjectNode line) {
    out.println(line);
    out.flush();
  }

  private JsonNode call(String method, JsonNode params, JsonNode id) {
    return switch (method) {
      case "ping" -> json.createObjectNode().put("engine", EnvironmentInformation.getVersion());
      case "check" -> check(Question.of(params), progress(id));
      case "check_with_jars" -> bench.check(params);
      case "explain" -> explain(Question.of(params));
      case "functions" -> Functions.list();
      case "run" -> bench.run(params);
      case "run_variants" -> bench.again(params);
      case "branches" -> Branches.in(Script.of(params.path("script")), new Session(Map.of()).parser());
      case "nondeterminism" -> Clock.in(Script.of(params.path("script")), new Session(Map.of()).parser());
      case "unquote" -> unquote(params);
      default -> throw new IllegalArgumentException("The planner has no method '" + method + "'.");
    };
  }

  private Progress progress(JsonNode id) {
    return new Progress() {
      @Override
      public void begun(int index) {
        ObjectNode line = json.createObjectNode();
        line.set("id", id);
        send(line.put("started", index));
      }

      @Override
      public void found(int index, Verdict verdict) {
        ObjectNode line = json.createObjectNode();
        line.set("id", id);
        line.set("statement", verdict.toJson());
        // Goes out with the next line that is sent.
        out.println(line.put("checked", index));
      }
    };
  }

  private ObjectNode check(Question question, Progress progress) {
    ObjectNode answer = json.createObjectNode();
    ArrayNode statements = answer.putArray("statements");
    new Checker(question, cache, progress).check().forEach(verdict -> statements.add(verdict.toJson()));
    return answer;
  }

  private ObjectNode explain(Question question) {
    Checker checker = new Checker(question, cache, Progress.UNTOLD);
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
  private ObjectNode unquote(JsonNode params) {
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
