package io.penstock.planner;

import io.penstock.script.Span;
import io.penstock.script.Statement;
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

/** What may stand in a statement, decided on Flink's own syntax tree and never on its text. */
final class Syntax {

  private final CalciteParser parser;

  Syntax(CalciteParser parser) {
    this.parser = parser;
  }

  /** The one statement that {@code text} is, of the kind that {@code statement} says. */
  SqlNode parse(Statement statement, String text) {
    statement.source().forEach(span -> own(statement, span));
    SqlNode node = single(text);
    boolean fits =
        switch (statement.kind()) {
          case TABLE -> node instanceof SqlCreateTable table && table.isTemporary();
          case VIEW -> node instanceof SqlCreateView view && view.isTemporary() && isQuery(view.getQuery());
          case INSERT -> node instanceof RichSqlInsert insert && isQuery(insert.getSource());
        };
    if (!fits) {
      throw new Refusal(Problem.Kind.NOT_A_QUERY, "This is not one query.", node.getParserPosition());
    }
    if (statement.kind() != Statement.Kind.TABLE) {
      tables(node, Set.copyOf(statement.reads()), statement.reads());
    }
    return node;
  }

  private static void tables(SqlNode node, Set<String> reads, List<String> shown) {
    TableNames.in(node).forEach(
        table -> {
          if (!reads.contains(table.name())) {
            String inputs = shown.isEmpty() ? "It has no input yet." : "Its inputs are: " + String.join(", ", shown) + ".";
            String message = "'" + table.name() + "' is not an input of this operator. " + inputs;
            throw new Refusal(Problem.Kind.VALIDATE, message, table.at());
          }
        });
  }

  // The text that a user typed must stand on its own, or it could close a bracket of the text around it.
  private void own(Statement statement, Span span) {
    if (span.syntax() == null) {
      return;
    }
    try {
      String text = span.of(statement.sql());
      if (span.syntax().equals("query")) {
        query(text);
      } else {
        expression(text);
      }
    } catch (RuntimeException e) {
      Problem problem = Messages.of(e, Problem.Kind.PARSE);
      Problem.Place at = problem.at() == null ? null : problem.at().within(span.line(), span.column());
      throw new Refusal(new Problem(problem.kind(), problem.message(), at));
    }
  }

  private void query(String text) {
    SqlNode node = single(text);
    if (!isQuery(node)) {
      String message = "Only a query may stand here (SELECT …), not " + node.getKind().sql.toUpperCase() + ".";
      throw new Refusal(Problem.Kind.NOT_A_QUERY, message, node.getParserPosition());
    }
  }

  private void expression(String text) {
    SqlNode node = deep(() -> parser.parseExpression(text));
    if (node.isA(SqlKind.TOP_LEVEL)) {
      throw new Refusal(Problem.Kind.NOT_A_QUERY, "Only one condition may stand here.", node.getParserPosition());
    }
  }

  private SqlNode single(String text) {
    SqlNodeList nodes = deep(() -> parser.parseSqlList(text));
    if (nodes.size() != 1) {
      String message = "Only one query may stand here, and these are " + nodes.size() + " statements.";
      throw new Refusal(Problem.Kind.NOT_A_QUERY, message, nodes.size() > 1 ? nodes.get(1).getParserPosition() : null);
    }
    return nodes.get(0);
  }

  // Flink's parser trips over its own report when the stack is full.
  private static <T> T deep(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (NullPointerException | StackOverflowError e) {
      throw new Refusal(Problem.Kind.PARSE, Messages.TOO_DEEP, null);
    }
  }

  private static boolean isQuery(SqlNode node) {
    return node.isA(SqlKind.QUERY);
  }
}
