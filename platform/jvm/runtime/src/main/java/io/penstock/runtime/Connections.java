package io.penstock.runtime;

import io.penstock.script.Option;
import io.penstock.script.Ref;
import io.penstock.script.Statement;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.type.TypeReference;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the references of a job stand for in this environment: options by data source.
 *
 * <p>It holds secrets, so it prints none and {@link #redact} takes them out of other people's messages.
 */
public final class Connections {

  private static final String HIDDEN = "******";
  private static final TypeReference<Map<String, Map<String, String>>> FORM = new TypeReference<>() {};

  private final Map<String, Map<String, String>> datasources;

  public Connections(Map<String, Map<String, String>> datasources) {
    this.datasources = datasources;
  }

  /** Reads the JSON document {@code {"data source": {"option": "value"}}}. */
  public static Connections read(byte[] json) {
    try {
      return new Connections(new ObjectMapper().readValue(json, FORM));
    } catch (IOException e) {
      // The parser's own message would quote the document, secrets included.
      throw new JobFailure("The connections are not a JSON object of data sources with their options.");
    }
  }

  /** The options of {@code table}; a reference whose key the connection lacks is left out. */
  public Map<String, String> options(Statement table) {
    Map<String, String> options = new LinkedHashMap<>();
    for (Option option : table.options()) {
      String value = option.ref() == null ? option.value() : resolve(option.ref(), table.node());
      if (value != null) {
        options.put(option.key(), value);
      }
    }
    return options;
  }

  private String resolve(Ref ref, String node) {
    Map<String, String> connection = datasources.get(ref.datasource());
    if (connection == null) {
      throw new JobFailure(
          "Node '%s' uses the data source '%s', and no connection was given for it (known: %s)."
              .formatted(node, ref.datasource(), new TreeSet<>(datasources.keySet())));
    }
    return connection.get(ref.key());
  }

  /** {@code text} without any value of these connections that could be a secret. */
  public String redact(String text) {
    String clean = text;
    for (Map<String, String> connection : datasources.values()) {
      for (Map.Entry<String, String> entry : connection.entrySet()) {
        if (!entry.getValue().isEmpty() && !isPublic(entry.getKey())) {
          clean = clean.replace(entry.getValue(), HIDDEN);
          clean = clean.replace(entry.getValue().replace("'", "''"), HIDDEN);
        }
      }
    }
    return clean;
  }

  private static boolean isPublic(String key) {
    return switch (key) {
      case "url", "username", "properties.bootstrap.servers", "properties.security.protocol",
          "properties.sasl.mechanism" -> true;
      default -> false;
    };
  }
}
