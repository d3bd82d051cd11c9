package io.penstock.planner;

import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Queries that tell which rows of a join found each other: the join as an outer one, its sides marked. */
final class Joins {

  static final List<String> OUTCOMES = List.of("matched", "left only", "right only");

  private static final String LEFT = "`penstock_left`";
  private static final String RIGHT = "`penstock_right`";

  private Joins() {}

  /** What stands behind SELECT, the most telling first; none for what has no condition. */
  static Stream<String> observers(SqlJoin join) {
    boolean plain = join.getJoinType() == JoinType.CROSS || join.getJoinType() == JoinType.COMMA || join.isNatural();
    if (plain || join.getConditionType() == JoinConditionType.NONE) {
      return Stream.empty();
    }
    String left = marked(join.getLeft(), LEFT);
    String right = marked(join.getRight(), RIGHT);
    if (left != null && right != null) {
      String outcome = "CASE WHEN %s IS NULL THEN 'right only' WHEN %s IS NULL THEN 'left only' ELSE 'matched' END";
      String shown = outcome.formatted(LEFT, RIGHT) + " AS `outcome` FROM " + left;
      return Stream.of("FULL", "LEFT").map(how -> shown + " " + how + " JOIN " + right + condition(join));
    }
    // A table as of a time cannot be wrapped; whether it matched shows in a column that the condition compares.
    String compared = compared(join);
    if (compared == null) {
      return Stream.empty();
    }
    String outcome = "CASE WHEN %s IS NULL THEN 'left only' ELSE 'matched' END AS `outcome` FROM %s LEFT JOIN %s%s";
    return Stream.of(
        outcome.formatted(compared, text(join.getLeft()), Sql.of(join.getRight()), condition(join)));
  }

  /** What stands behind FROM; a join on its own would be written as a whole query. */
  static String text(SqlNode from) {
    if (!(from instanceof SqlJoin join)) {
      return Sql.of(from);
    }
    String right = join.getRight() instanceof SqlJoin ? "(" + text(join.getRight()) + ")" : Sql.of(join.getRight());
    if (join.getJoinType() == JoinType.COMMA) {
      return text(join.getLeft()) + ", " + right;
    }
    String natural = join.isNatural() ? " NATURAL" : "";
    return text(join.getLeft()) + natural + " " + join.getJoinType() + " JOIN " + right + condition(join);
  }

  private static String condition(SqlJoin join) {
    if (join.getConditionType() == JoinConditionType.NONE) {
      return "";
    }
    return join.getConditionType() == JoinConditionType.USING
        ? " USING (" + Sql.list((SqlNodeList) join.getCondition()) + ")"
        : " ON " + Sql.of(join.getCondition());
  }

  /** The side with a column more that is never NULL; null when that cannot be written. */
  private static String marked(SqlNode side, String mark) {
    if (side instanceof SqlIdentifier table) {
      return wrapped(Sql.of(table), mark) + " AS " + Sql.of(last(table));
    }
    if (side.getKind() == SqlKind.AS) {
      SqlCall as = (SqlCall) side;
      SqlNode of = as.operand(0);
      boolean table = of instanceof SqlIdentifier || of.isA(SqlKind.QUERY);
      if (!table || as.operandCount() > 2) {
        return null;
      }
      String inner = of instanceof SqlIdentifier ? Sql.of(of) : "(" + Sql.of(of) + ")";
      return wrapped(inner, mark) + " AS " + Sql.of(as.operand(1));
    }
    if (side instanceof SqlJoin join && (join.getJoinType() == JoinType.INNER || join.getJoinType() == JoinType.LEFT)) {
      String left = marked(join.getLeft(), mark);
      return left == null
          ? null
          : left + " " + join.getJoinType() + " JOIN " + text(join.getRight()) + condition(join);
    }
    return null;
  }

  private static String wrapped(String from, String mark) {
    return "(SELECT *, 1 AS " + mark + " FROM " + from + ")";
  }

  private static SqlIdentifier last(SqlIdentifier table) {
    return table.getComponent(table.names.size() - 1);
  }

  private static String compared(SqlJoin join) {
    SqlNode right = join.getRight();
    if (right.getKind() != SqlKind.AS || !(((SqlCall) right).operand(0) instanceof SqlCall of)) {
      return null;
    }
    String alias = ((SqlIdentifier) ((SqlCall) right).operand(1)).getSimple();
    if (of.getKind() != SqlKind.SNAPSHOT) {
      return null;
    }
    String[] column = {null};
    join.getCondition()
        .accept(
            new SqlBasicVisitor<Void>() {
              @Override
              public Void visit(SqlCall call) {
                if (call instanceof SqlBasicCall equal && equal.getKind() == SqlKind.EQUALS) {
                  equal.getOperandList().forEach(this::note);
                }
                return super.visit(call);
              }

              private void note(SqlNode side) {
                if (side instanceof SqlIdentifier name && name.names.size() > 1 && name.names.get(0).equals(alias)) {
                  column[0] = Sql.of(name);
                }
              }
            });
    return column[0];
  }
}
