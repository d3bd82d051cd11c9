package io.penstock.script;

/**
 * A stretch of a statement that came from a parameter, counted from 1, the end inclusive.
 *
 * <p>{@code syntax} is {@code query} or {@code expression} where the stretch is the user's own text, else null.
 */
public record Span(String syntax, int line, int column, int endLine, int endColumn) {

  /** The stretch of {@code sql} that this span covers. */
  public String of(String sql) {
    return sql.substring(offset(sql, line, column), Math.min(offset(sql, endLine, endColumn) + 1, sql.length()));
  }

  private static int offset(String sql, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = sql.indexOf('\n', start) + 1;
    }
    return start + column - 1;
  }
}
