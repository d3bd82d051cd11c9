package io.penstock.planner;

import io.penstock.sdk.SourceSpan;
import io.penstock.sdk.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.flink.sql.parser.ddl.SqlCreateTable;
import org.apache.flink.sql.parser.ddl.SqlCreateView;
import org.apache.flink.sql.parser.dml.RichSqlInsert;
import org.apache.flink.table.planner.parse.CalciteParser;

/** Restricts what a statement may contain, based on Flink's syntax tree and never on the text. */
final class SqlRestrictions {

  private final CalciteParser parser;

  SqlRestrictions(CalciteParser parser) {
    this.parser = parser;
  }

  /**
   * Parses {@code text} as one statement of the kind of {@code statement}.
   *
   * @throws StatementRejectedException for any other text
   */
  SqlNode parse(Statement statement, String text) {
    statement.source().forEach(span -> requireStandalone(statement, span));
    SqlNode node = parseSingle(text);
    boolean fits =
        switch (statement.kind()) {
          case TABLE -> node instanceof SqlCreateTable table && table.isTemporary();
          case VIEW ->
              node instanceof SqlCreateView view && view.isTemporary() && isQuery(view.getQuery());
          case INSERT -> node instanceof RichSqlInsert insert && isQuery(insert.getSource());
        };
    if (!fits) {
      throw new StatementRejectedException(
          Diagnostic.Kind.NOT_A_QUERY, "This is not one query.", node.getParserPosition());
    }
    if (statement.kind() != Statement.Kind.TABLE) {
      requireKnownTables(node, Set.copyOf(statement.reads()), statement.reads());
    }
    return node;
  }

  private static void requireKnownTables(SqlNode node, Set<String> reads, List<String> shown) {
    TableNameCollector.collect(node)
        .forEach(
            table -> {
              if (!reads.contains(table.name())) {
                String inputs =
                    shown.isEmpty()
                        ? "It has no input yet."
                        : "Its inputs are: " + String.join(", ", shown) + ".";
                String message =
                    "'" + table.name() + "' is not an input of this operator. " + inputs;
                throw new StatementRejectedException(Diagnostic.Kind.VALIDATE, message, table.at());
              }
            });
  }

  // Text written by a user must be complete in itself, or it could close a bracket of the
  // surrounding text.
  private void requireStandalone(Statement statement, SourceSpan span) {
    if (span.syntax() == null) {
      return;
    }
    try {
      String text = span.extractFrom(statement.sql());
      if (span.syntax().equals("query")) {
        requireQuery(text);
      } else {
        requireExpression(text);
      }
    } catch (RuntimeException e) {
      Diagnostic diagnostic = ErrorMessages.toDiagnostic(e, Diagnostic.Kind.PARSE);
      Diagnostic.SourceRange at =
          diagnostic.at() == null ? null : diagnostic.at().within(span.line(), span.column());
      throw new StatementRejectedException(
          new Diagnostic(diagnostic.kind(), diagnostic.message(), at));
    }
  }

  private void requireQuery(String text) {
    SqlNode node = parseSingle(text);
    if (!isQuery(node)) {
      String message =
          "Only a query is allowed here (SELECT …), not " + node.getKind().sql.toUpperCase() + ".";
      throw new StatementRejectedException(
          Diagnostic.Kind.NOT_A_QUERY, message, node.getParserPosition());
    }
  }

  private void requireExpression(String text) {
    SqlNode node = catchStackOverflow(() -> parser.parseExpression(text));
    if (node.isA(SqlKind.TOP_LEVEL)) {
      throw new StatementRejectedException(
          Diagnostic.Kind.NOT_A_QUERY,
          "Only one condition is allowed here.",
          node.getParserPosition());
    }
  }

  private SqlNode parseSingle(String text) {
    SqlNodeList nodes = catchStackOverflow(() -> parser.parseSqlList(text));
    if (nodes.size() != 1) {
      String message =
          "Only one query is allowed here, but there are " + nodes.size() + " statements.";
      throw new StatementRejectedException(
          Diagnostic.Kind.NOT_A_QUERY,
          message,
          nodes.size() > 1 ? nodes.get(1).getParserPosition() : null);
    }
    return nodes.get(0);
  }

  // Flink's parser throws a NullPointerException while it reports a stack overflow.
  private static <T> T catchStackOverflow(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (NullPointerException | StackOverflowError e) {
      throw new StatementRejectedException(Diagnostic.Kind.PARSE, ErrorMessages.TOO_DEEP, null);
    }
  }

  private static boolean isQuery(SqlNode node) {
    return node.isA(SqlKind.QUERY);
  }
}
