package io.penstock.sdk;

import java.util.List;

/**
 * One statement of a job and the canvas node that it comes from.
 *
 * <p>Tables have everything before WITH in {@code sql} and the rest in {@code options}. A table
 * with {@code schemaFrom} has no columns in {@code sql}: it has the columns of that view, see
 * {@link DdlWriter#formatColumns}.
 */
public record Statement(
    String node,
    Kind kind,
    String name,
    String sql,
    List<TableOption> options,
    String schemaFrom,
    List<String> key,
    List<String> reads,
    List<SourceSpan> source) {

  /** What a statement does. */
  public enum Kind {
    TABLE,
    VIEW,
    INSERT
  }
}
