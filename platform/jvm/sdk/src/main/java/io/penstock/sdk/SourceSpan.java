package io.penstock.sdk;

/**
 * A part of a statement that comes from a parameter. Lines and columns start at 1, the end is
 * inclusive.
 *
 * <p>{@code syntax} is {@code query} or {@code expression} if the part is user-written text, else
 * null.
 */
public record SourceSpan(String syntax, int line, int column, int endLine, int endColumn) {

  /** Returns the part of {@code sql} that this span covers. */
  public String extractFrom(String sql) {
    return sql.substring(
        offset(sql, line, column), Math.min(offset(sql, endLine, endColumn) + 1, sql.length()));
  }

  private static int offset(String sql, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = sql.indexOf('\n', start) + 1;
    }
    return start + column - 1;
  }
}
