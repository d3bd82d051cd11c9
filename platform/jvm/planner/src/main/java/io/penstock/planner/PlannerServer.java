package io.penstock.planner;

import io.penstock.sdk.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.planner.parse.CalciteParser;

/**
 * The planner process: one JSON request per line on standard input, one response per line on
 * standard output.
 *
 * <p>A request is {@code {"id", "method", "params"}}. A response is {@code {"id", "result"}},
 * {@code {"id", "error"}}, or {@code {"id", "corrupted"}} if the process itself is defective and
 * must be replaced. A check reports its progress before the response: {@code {"id", "started":
 * index}} and {@code {"id", "checked": index, "statement"}}. The process ends when its input ends,
 * so it never outlives its client.
 */
public final class PlannerServer {

  private static final String PLAN_MARK = "== Physical Execution Plan ==";

  private final ObjectMapper json = new ObjectMapper();
  private final VerdictCache cache = new VerdictCache();
  private final Map<String, Function<JsonNode, JsonNode>> extensions = new HashMap<>();
  private final Map<String, BiFunction<Script, CalciteParser, JsonNode>> analyses = new HashMap<>();
  private final PrintStream out;

  private PlannerServer(PrintStream out) {
    this.out = out;
    loadHandlers();
  }

  /** Serves requests until the input ends. */
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    // Other output must not be mixed with the responses.
    System.setOut(System.err);
    PlannerServer server = new PlannerServer(out);
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> readRequests(requests), "requests");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      server.serve(requests.take());
    }
  }

  // On a separate thread: the process ends with its client even in the middle of a request.
  private static void readRequests(BlockingQueue<String> requests) {
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
      answer.set(
          "result",
          dispatch(request.path("method").asText(), request.path("params"), request.get("id")));
    } catch (JsonProcessingException e) {
      answer.put("error", "The request is not JSON.");
    } catch (StatementRejectedException e) {
      answer.put("error", e.diagnostic().message());
    } catch (RuntimeException | Error e) {
      // Lexer failures are Errors too. Errors that the request does not cause are reported as such
      // or end the process.
      e.printStackTrace();
      try {
        CorruptedProcessException.throwIfCorrupted(e);
        answer.put("error", ErrorMessages.toDiagnostic(e, Diagnostic.Kind.PLAN).message());
      } catch (CorruptedProcessException corrupted) {
        answer.put("corrupted", corrupted.getMessage());
      }
    }
    send(answer);
  }

  private void send(ObjectNode line) {
    out.println(line);
    out.flush();
  }

  private JsonNode dispatch(String method, JsonNode params, JsonNode id) {
    return switch (method) {
      case "ping" -> json.createObjectNode().put("engine", EnvironmentInformation.getVersion());
      case "check" -> check(CheckRequest.fromJson(params), createListener(id));
      case "analyze" -> analyze(CheckRequest.fromJson(params), createListener(id));
      case "explain" -> explain(CheckRequest.fromJson(params));
      case "functions" -> FunctionCatalog.list();
      case "unquote" -> unquote(params);
      default -> {
        if (!extensions.containsKey(method)) {
          throw new IllegalArgumentException("The planner has no method '" + method + "'.");
        }
        yield extensions.get(method).apply(params);
      }
    };
  }

  private void loadHandlers() {
    for (RequestHandler handler : ServiceLoader.load(RequestHandler.class)) {
      putNew(extensions, handler.methods());
      putNew(analyses, handler.analyses());
    }
  }

  private static <T> void putNew(Map<String, T> all, Map<String, T> more) {
    more.forEach(
        (name, method) -> {
          if (all.putIfAbsent(name, method) != null) {
            throw new IllegalStateException("Two handlers have a method '" + name + "'.");
          }
        });
  }

  private ProgressListener createListener(JsonNode id) {
    return new ProgressListener() {
      @Override
      public void statementStarted(int index) {
        ObjectNode line = json.createObjectNode();
        line.set("id", id);
        send(line.put("started", index));
      }

      @Override
      public void statementChecked(int index, StatementResult result) {
        ObjectNode line = json.createObjectNode();
        line.set("id", id);
        line.set("statement", result.toJson());
        // Flushed with the next line.
        out.println(line.put("checked", index));
      }
    };
  }

  private ObjectNode check(CheckRequest request, ProgressListener progress) {
    ObjectNode answer = json.createObjectNode();
    ArrayNode statements = answer.putArray("statements");
    new ScriptValidator(request, cache, progress)
        .validate()
        .forEach(result -> statements.add(result.toJson()));
    return answer;
  }

  /** A check together with what the handlers say about a valid script. */
  private ObjectNode analyze(CheckRequest request, ProgressListener progress) {
    ObjectNode answer = check(request, progress);
    StatementAnalyses.addTo(answer, request.script(), analyses);
    return answer;
  }

  private ObjectNode explain(CheckRequest request) {
    ScriptValidator validator = new ScriptValidator(request, cache, ProgressListener.NONE);
    List<StatementResult> results = validator.validate();
    results.stream()
        .filter(result -> !result.isOk())
        .findFirst()
        .ifPresent(
            result -> {
              throw new StatementRejectedException(result.diagnostic());
            });
    String text = validator.explain();
    int mark = text.indexOf(PLAN_MARK);
    ObjectNode answer = json.createObjectNode().put("plan", text.substring(0, mark).strip());
    try {
      answer.set("json", json.readTree(text.substring(mark + PLAN_MARK.length())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Flink's plan is not JSON.", e);
    }
    return answer;
  }

  /** Returns how Flink parses quoted identifiers and literals, to verify the compiler's quoting. */
  private ObjectNode unquote(JsonNode params) {
    var parser = new PlannerEnvironment(Map.of()).parser();
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
