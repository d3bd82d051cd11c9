package io.penstock.sdk;

import java.util.Map;

/**
 * Writes a start position into the table options of one connector.
 *
 * <p>A connector that can start at a position has one implementation, named in {@code
 * META-INF/services/io.penstock.sdk.StartPositionWriter} of its jar.
 */
public interface StartPositionWriter {

  /** Whether a table with these options is a source of this connector. */
  boolean supports(Map<String, String> options);

  /**
   * Changes the options so that the source starts at the position.
   *
   * @param node the canvas node of the table, for messages
   * @throws JobStartException if this source cannot start there
   */
  void write(StartPosition position, String node, Map<String, String> options);
}
