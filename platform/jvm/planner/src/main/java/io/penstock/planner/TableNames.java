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

/** Finds the tables that a query reads; refuses hints that would change a table's options. */
final class TableNames extends SqlBasicVisitor<Void> {

  /** A table as named in FROM; a qualified name keeps its dots and so matches no input. */
  record Named(String name, SqlParserPos at) {}

  private final List<Named> found = new ArrayList<>();
  private final Set<String> local = new HashSet<>();

  private TableNames() {}

  static List<Named> in(SqlNode node) {
    TableNames names = new TableNames();
    node.accept(names);
    return names.found.stream().filter(table -> !names.local.contains(table.name())).toList();
  }

  @Override
  public Void visit(SqlCall call) {
    refuse(call);
    if (call instanceof RichSqlInsert insert) {
      insert.getTableHints().forEach(TableNames::refuse);
      return insert.getSource().accept(this);
    }
    if (call instanceof SqlWithItem item) {
      local.add(item.name.getSimple());
    }
    if (call instanceof SqlSelect select && select.getFrom() != null) {
      from(select.getFrom());
    }
    if (call.getKind() == SqlKind.EXPLICIT_TABLE || call.getKind() == SqlKind.TABLE_REF) {
      from(call.operand(0));
    }
    if (call instanceof SqlMatchRecognize match) {
      from(match.getTableRef());
    }
    return super.visit(call);
  }

  // Only what can be a table: other parts of FROM (functions, conditions, subqueries) are visited as usual.
  private void from(SqlNode node) {
    if (node instanceof SqlIdentifier table) {
      found.add(new Named(String.join(".", table.names), table.getParserPosition()));
    } else if (node instanceof SqlJoin join) {
      from(join.getLeft());
      from(join.getRight());
    } else if (node instanceof SqlCall call) {
      switch (call.getKind()) {
        case AS, SNAPSHOT, TABLESAMPLE, PIVOT, UNPIVOT -> from(call.operand(0));
        default -> {}
      }
    }
  }

  private static void refuse(SqlNode node) {
    if (node instanceof SqlHint hint && hint.getName().equalsIgnoreCase("OPTIONS")) {
      String message = "The hint OPTIONS is not allowed: set options on the source or sink itself.";
      throw new Refusal(Problem.Kind.VALIDATE, message, hint.getParserPosition());
    }
  }
}
