package io.penstock.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A compiled job, as {@code penstock/job.json} has it.
 *
 * <p>{@code publicOptions} are the connection options whose values are no secrets; only bundles
 * have them.
 */
public record Script(
    Map<String, String> settings, List<Statement> statements, Set<String> publicOptions) {

  /** The latest version of the JSON form; earlier ones differ in nothing that this class reads. */
  public static final int VERSION = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Parses the JSON text. */
  public static Script read(InputStream text) throws IOException {
    return fromJson(JSON.readTree(text));
  }

  /**
   * Converts the JSON tree.
   *
   * @throws IllegalArgumentException for another format version
   */
  public static Script fromJson(JsonNode root) {
    int version = root.path("version").asInt();
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException(
          "The job has format version "
              + version
              + "; this runtime reads versions 1 to "
              + VERSION
              + ".");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    root.path("settings")
        .fields()
        .forEachRemaining(e -> settings.put(e.getKey(), e.getValue().asText()));
    return new Script(
        settings,
        parseList(root.path("statements"), Script::parseStatement),
        Set.copyOf(parseList(root.path("public_options"), JsonNode::asText)));
  }

  private static Statement parseStatement(JsonNode s) {
    return new Statement(
        s.path("node").asText(),
        Statement.Kind.valueOf(s.path("kind").asText().toUpperCase(Locale.ROOT)),
        s.path("name").asText(),
        s.path("sql").asText(),
        parseList(s.path("options"), Script::parseOption),
        s.path("schema_from").asText(null),
        parseList(s.path("key"), JsonNode::asText),
        parseList(s.path("reads"), JsonNode::asText),
        parseList(s.path("source"), Script::parseSpan));
  }

  private static TableOption parseOption(JsonNode pair) {
    String key = pair.path(0).asText();
    JsonNode value = pair.path(1);
    if (!value.isObject()) {
      return new TableOption(key, value.asText(), null);
    }
    String datasource = value.path("datasource").asText();
    return new TableOption(
        key,
        null,
        new ConnectionRef(
            datasource, value.path("key").asText(), value.path("example").asText(null)));
  }

  private static SourceSpan parseSpan(JsonNode s) {
    return new SourceSpan(
        s.path("syntax").asText(null),
        s.path("line").asInt(1),
        s.path("column").asInt(1),
        s.path("end_line").asInt(1),
        s.path("end_column").asInt(1));
  }

  private static <T> List<T> parseList(JsonNode array, Function<JsonNode, T> read) {
    List<T> items = new ArrayList<>();
    array.forEach(item -> items.add(read.apply(item)));
    return List.copyOf(items);
  }
}
