package io.penstock.planner;

import java.util.Locale;

/** Why a statement is wrong, and where; {@code at} is null when the place is unknown. */
record Problem(Kind kind, String message, Place at) {

  /** The stage that found it. UPSTREAM: not looked at, since something that it reads is wrong. */
  enum Kind {
    PARSE,
    NOT_A_QUERY,
    VALIDATE,
    PLAN,
    UPSTREAM;

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Lines and columns of the statement, from 1; the end is inclusive. */
  record Place(int line, int column, int endLine, int endColumn) {

    /** This place of a stretch, counted in the text where the stretch begins at line and column. */
    Place within(int line, int column) {
      return new Place(
          this.line + line - 1,
          this.line == 1 ? this.column + column - 1 : this.column,
          endLine + line - 1,
          endLine == 1 ? endColumn + column - 1 : endColumn);
    }
  }
}
