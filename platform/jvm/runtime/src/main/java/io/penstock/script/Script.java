package io.penstock.script;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** A compiled job, as the compiler wrote it to {@code penstock/job.json}. */
public record Script(Map<String, String> settings, List<Statement> statements) {

  /** The version of the JSON form that this class reads. */
  public static final int VERSION = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads the JSON text. */
  public static Script read(InputStream text) throws IOException {
    return of(JSON.readTree(text));
  }

  /** Reads the parsed JSON. */
  public static Script of(JsonNode root) {
    int version = root.path("version").asInt();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "The job has format version " + version + "; this runtime reads version " + VERSION + ".");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    root.path("settings").fields().forEachRemaining(e -> settings.put(e.getKey(), e.getValue().asText()));
    return new Script(settings, list(root.path("statements"), Script::statement));
  }

  private static Statement statement(JsonNode s) {
    return new Statement(
        s.path("node").asText(),
        Statement.Kind.valueOf(s.path("kind").asText().toUpperCase(Locale.ROOT)),
        s.path("name").asText(),
        s.path("sql").asText(),
        list(s.path("options"), Script::option),
        s.path("schema_from").asText(null),
        list(s.path("key"), JsonNode::asText),
        list(s.path("reads"), JsonNode::asText),
        list(s.path("source"), Script::span));
  }

  private static Option option(JsonNode pair) {
    String key = pair.path(0).asText();
    JsonNode value = pair.path(1);
    if (!value.isObject()) {
      return new Option(key, value.asText(), null);
    }
    String datasource = value.path("datasource").asText();
    return new Option(key, null, new Ref(datasource, value.path("key").asText(), value.path("example").asText(null)));
  }

  private static Span span(JsonNode s) {
    return new Span(
        s.path("syntax").asText(null),
        s.path("line").asInt(1),
        s.path("column").asInt(1),
        s.path("end_line").asInt(1),
        s.path("end_column").asInt(1));
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
    List<T> items = new ArrayList<>();
    array.forEach(item -> items.add(read.apply(item)));
    return List.copyOf(items);
  }
}
