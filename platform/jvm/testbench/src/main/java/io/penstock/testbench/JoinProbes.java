package io.penstock.testbench;

import io.penstock.planner.SqlUnparser;
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

/**
 * Builds queries that show which rows of a join match: the join as an outer join with a marker
 * column on each side.
 */
final class JoinProbes {

  static final List<String> OUTCOMES = List.of("matched", "left only", "right only");

  private static final String LEFT = "`penstock_left`";
  private static final String RIGHT = "`penstock_right`";

  private JoinProbes() {}

  /**
   * Returns the texts after SELECT, the most informative first; none for a join without a
   * condition.
   */
  static Stream<String> buildProbes(SqlJoin join) {
    boolean plain =
        join.getJoinType() == JoinType.CROSS
            || join.getJoinType() == JoinType.COMMA
            || join.isNatural();
    if (plain || join.getConditionType() == JoinConditionType.NONE) {
      return Stream.empty();
    }
    String left = addMarker(join.getLeft(), LEFT);
    String right = addMarker(join.getRight(), RIGHT);
    if (left != null && right != null) {
      String outcome =
          "CASE WHEN %s IS NULL THEN 'right only' WHEN %s IS NULL THEN 'left only' ELSE 'matched' END";
      String shown = outcome.formatted(LEFT, RIGHT) + " AS `outcome` FROM " + left;
      return Stream.of("FULL", "LEFT")
          .map(how -> shown + " " + how + " JOIN " + right + formatCondition(join));
    }
    // A temporal table cannot be wrapped; a column of the join condition shows whether it matched.
    String compared = findComparedColumn(join);
    if (compared == null) {
      return Stream.empty();
    }
    String outcome =
        "CASE WHEN %s IS NULL THEN 'left only' ELSE 'matched' END AS `outcome` FROM %s LEFT JOIN %s%s";
    return Stream.of(
        outcome.formatted(
            compared,
            formatFrom(join.getLeft()),
            SqlUnparser.unparse(join.getRight()),
            formatCondition(join)));
  }

  /** Formats the text after FROM; the unparser would write a join as a whole query. */
  static String formatFrom(SqlNode from) {
    if (!(from instanceof SqlJoin join)) {
      return SqlUnparser.unparse(from);
    }
    String right =
        join.getRight() instanceof SqlJoin
            ? "(" + formatFrom(join.getRight()) + ")"
            : SqlUnparser.unparse(join.getRight());
    if (join.getJoinType() == JoinType.COMMA) {
      return formatFrom(join.getLeft()) + ", " + right;
    }
    String natural = join.isNatural() ? " NATURAL" : "";
    return formatFrom(join.getLeft())
        + natural
        + " "
        + join.getJoinType()
        + " JOIN "
        + right
        + formatCondition(join);
  }

  private static String formatCondition(SqlJoin join) {
    if (join.getConditionType() == JoinConditionType.NONE) {
      return "";
    }
    return join.getConditionType() == JoinConditionType.USING
        ? " USING (" + SqlUnparser.unparseList((SqlNodeList) join.getCondition()) + ")"
        : " ON " + SqlUnparser.unparse(join.getCondition());
  }

  /**
   * Adds a marker column that is never NULL to a side of the join; returns null if SQL cannot
   * express it.
   */
  private static String addMarker(SqlNode side, String mark) {
    if (side instanceof SqlIdentifier table) {
      return wrapTable(SqlUnparser.unparse(table), mark)
          + " AS "
          + SqlUnparser.unparse(lastName(table));
    }
    if (side.getKind() == SqlKind.AS) {
      SqlCall as = (SqlCall) side;
      SqlNode of = as.operand(0);
      boolean table = of instanceof SqlIdentifier || of.isA(SqlKind.QUERY);
      if (!table || as.operandCount() > 2) {
        return null;
      }
      String inner =
          of instanceof SqlIdentifier
              ? SqlUnparser.unparse(of)
              : "(" + SqlUnparser.unparse(of) + ")";
      return wrapTable(inner, mark) + " AS " + SqlUnparser.unparse(as.operand(1));
    }
    if (side instanceof SqlJoin join
        && (join.getJoinType() == JoinType.INNER || join.getJoinType() == JoinType.LEFT)) {
      String left = addMarker(join.getLeft(), mark);
      return left == null
          ? null
          : left
              + " "
              + join.getJoinType()
              + " JOIN "
              + formatFrom(join.getRight())
              + formatCondition(join);
    }
    return null;
  }

  private static String wrapTable(String from, String mark) {
    return "(SELECT *, 1 AS " + mark + " FROM " + from + ")";
  }

  private static SqlIdentifier lastName(SqlIdentifier table) {
    return table.getComponent(table.names.size() - 1);
  }

  private static String findComparedColumn(SqlJoin join) {
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
                  equal.getOperandList().forEach(this::recordColumn);
                }
                return super.visit(call);
              }

              private void recordColumn(SqlNode side) {
                if (side instanceof SqlIdentifier name
                    && name.names.size() > 1
                    && name.names.get(0).equals(alias)) {
                  column[0] = SqlUnparser.unparse(name);
                }
              }
            });
    return column[0];
  }
}
