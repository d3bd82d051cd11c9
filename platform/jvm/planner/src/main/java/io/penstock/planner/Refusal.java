package io.penstock.planner;

import org.apache.calcite.sql.parser.SqlParserPos;

/** A statement is refused for a {@link Problem}. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Refusal(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  Refusal(Problem.Kind kind, String message, SqlParserPos at) {
    this(new Problem(kind, message, place(at)));
  }

  Problem problem() {
    return problem;
  }

  static Problem.Place place(SqlParserPos at) {
    if (at == null || at.getLineNum() < 1) {
      return null;
    }
    return new Problem.Place(at.getLineNum(), at.getColumnNum(), at.getEndLineNum(), at.getEndColumnNum());
  }
}
