package io.penstock.planner;

import org.apache.calcite.sql.parser.SqlParserPos;

/** A statement is rejected with a {@link Diagnostic}. */
public final class StatementRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  public StatementRejectedException(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  public StatementRejectedException(Diagnostic.Kind kind, String message, SqlParserPos at) {
    this(new Diagnostic(kind, message, toRange(at)));
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }

  static Diagnostic.SourceRange toRange(SqlParserPos at) {
    if (at == null || at.getLineNum() < 1) {
      return null;
    }
    return new Diagnostic.SourceRange(
        at.getLineNum(), at.getColumnNum(), at.getEndLineNum(), at.getEndColumnNum());
  }
}
