package io.penstock.planner;

import java.util.Locale;

/** What is wrong with a statement, and where; {@code at} is null if the position is unknown. */
public record Diagnostic(Kind kind, String message, SourceRange at) {

  /** The stage that found it. UPSTREAM: not checked, because something that it reads is wrong. */
  public enum Kind {
    PARSE,
    NOT_A_QUERY,
    VALIDATE,
    PLAN,
    UPSTREAM;

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Lines and columns of the statement, starting at 1; the end is inclusive. */
  public record SourceRange(int line, int column, int endLine, int endColumn) {

    /**
     * Converts this range within a part to a range of the text in which the part starts at line and
     * column.
     */
    SourceRange within(int line, int column) {
      return new SourceRange(
          this.line + line - 1,
          this.line == 1 ? this.column + column - 1 : this.column,
          endLine + line - 1,
          endLine == 1 ? endColumn + column - 1 : endColumn);
    }
  }
}
