package io.penstock.planner;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.flink.sql.parser.dml.RichSqlInsert;

/**
 * Collects the tables that a query reads; rejects hints that would change the options of a table.
 */
final class TableNameCollector extends SqlBasicVisitor<Void> {

  /** A table name in FROM; a qualified name keeps its dots and therefore matches no input. */
  record TableName(String name, SqlParserPos at) {}

  private final List<TableName> found = new ArrayList<>();
  private final Set<String> local = new HashSet<>();

  private TableNameCollector() {}

  static List<TableName> collect(SqlNode node) {
    TableNameCollector collector = new TableNameCollector();
    node.accept(collector);
    return collector.found.stream()
        .filter(table -> !collector.local.contains(table.name()))
        .toList();
  }

  @Override
  public Void visit(SqlCall call) {
    rejectOptionsHint(call);
    if (call instanceof RichSqlInsert insert) {
      insert.getTableHints().forEach(TableNameCollector::rejectOptionsHint);
      return insert.getSource().accept(this);
    }
    if (call instanceof SqlWithItem item) {
      local.add(item.name.getSimple());
    }
    if (call instanceof SqlSelect select && select.getFrom() != null) {
      collectFrom(select.getFrom());
    }
    if (call.getKind() == SqlKind.EXPLICIT_TABLE || call.getKind() == SqlKind.TABLE_REF) {
      collectFrom(call.operand(0));
    }
    if (call instanceof SqlMatchRecognize match) {
      collectFrom(match.getTableRef());
    }
    return super.visit(call);
  }

  // Only what can be a table: the other parts of FROM (functions, conditions, subqueries) are
  // visited as usual.
  private void collectFrom(SqlNode node) {
    if (node instanceof SqlIdentifier table) {
      found.add(new TableName(String.join(".", table.names), table.getParserPosition()));
    } else if (node instanceof SqlJoin join) {
      collectFrom(join.getLeft());
      collectFrom(join.getRight());
    } else if (node instanceof SqlCall call) {
      switch (call.getKind()) {
        case AS, SNAPSHOT, TABLESAMPLE, PIVOT, UNPIVOT -> collectFrom(call.operand(0));
        default -> {}
      }
    }
  }

  private static void rejectOptionsHint(SqlNode node) {
    if (node instanceof SqlHint hint && hint.getName().equalsIgnoreCase("OPTIONS")) {
      String message = "The hint OPTIONS is not allowed: set options on the source or sink itself.";
      throw new StatementRejectedException(
          Diagnostic.Kind.VALIDATE, message, hint.getParserPosition());
    }
  }
}
