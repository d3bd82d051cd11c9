package io.penstock.runtime;

import io.penstock.sdk.ConnectionRef;
import io.penstock.sdk.JobStartException;
import io.penstock.sdk.Statement;
import io.penstock.sdk.TableOption;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.type.TypeReference;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Resolves the connection references of a job: the connector options of each data source.
 *
 * <p>It holds secrets. It never prints them, and {@link #redact} removes them from messages of
 * other components.
 */
public final class ConnectionResolver {

  private static final String REDACTED = "******";
  private static final TypeReference<Map<String, Map<String, String>>> DOCUMENT =
      new TypeReference<>() {};

  private final Map<String, Map<String, String>> datasources;

  public ConnectionResolver(Map<String, Map<String, String>> datasources) {
    this.datasources = datasources;
  }

  /** Parses the JSON document {@code {"data source": {"option": "value"}}}. */
  public static ConnectionResolver parse(byte[] json) {
    try {
      return new ConnectionResolver(new ObjectMapper().readValue(json, DOCUMENT));
    } catch (IOException e) {
      // The parser's message would quote the document, including secrets.
      throw new JobStartException(
          "The connections are not a JSON object of data sources with their options.");
    }
  }

  /**
   * Returns the options of {@code table} with its references resolved.
   *
   * <p>A reference to a key that the connection does not have is omitted.
   *
   * @throws JobStartException for a data source without a connection
   */
  public Map<String, String> resolveOptions(Statement table) {
    Map<String, String> options = new LinkedHashMap<>();
    for (TableOption option : table.options()) {
      String value = option.ref() == null ? option.value() : resolve(option.ref(), table.node());
      if (value != null) {
        options.put(option.key(), value);
      }
    }
    return options;
  }

  private String resolve(ConnectionRef ref, String node) {
    Map<String, String> connection = datasources.get(ref.datasource());
    if (connection == null) {
      throw new JobStartException(
          "Node '%s' uses the data source '%s', and no connection was given for it (known: %s)."
              .formatted(node, ref.datasource(), new TreeSet<>(datasources.keySet())));
    }
    return connection.get(ref.key());
  }

  /**
   * Returns {@code text} with every connection value that could be a secret replaced by asterisks.
   *
   * @param publicOptions the connection options whose values are no secrets
   */
  public String redact(String text, Set<String> publicOptions) {
    String redacted = text;
    for (Map<String, String> connection : datasources.values()) {
      for (Map.Entry<String, String> entry : connection.entrySet()) {
        if (!entry.getValue().isEmpty() && !publicOptions.contains(entry.getKey())) {
          redacted = redacted.replace(entry.getValue(), REDACTED);
          redacted = redacted.replace(entry.getValue().replace("'", "''"), REDACTED);
        }
      }
    }
    return redacted;
  }
}
