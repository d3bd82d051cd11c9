package io.penstock.testbench;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** The kinds of operators that drop late records, found in queries and in job graphs. */
enum LateDroppingOperator {
  GROUP,
  OVER,
  JOIN,
  MATCH;

  private static final Set<String> WINDOWS = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

  /** Returns the kind of an operator such as {@code GlobalWindowAggregate[5]}, or null. */
  static LateDroppingOperator fromOperatorName(String operator) {
    String name = operator.replaceAll("\\[\\d+\\]$", "");
    return switch (name) {
      case "WindowAggregate", "GlobalWindowAggregate", "GroupWindowAggregate" -> GROUP;
      case "OverAggregate", "WindowRank", "WindowDeduplicate" -> OVER;
      case "WindowJoin", "IntervalJoin" -> JOIN;
      case "Match" -> MATCH;
      default -> null;
    };
  }

  /** Returns the kinds that a statement contains. */
  static Set<LateDroppingOperator> findIn(SqlNode statement) {
    Set<LateDroppingOperator> found = EnumSet.noneOf(LateDroppingOperator.class);
    statement.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            addOperatorOf(call, found);
            return super.visit(call);
          }
        });
    return found;
  }

  private static void addOperatorOf(SqlCall call, Set<LateDroppingOperator> found) {
    // A window alone drops nothing; a grouping by it, even in a later query, drops late records.
    if (call instanceof SqlSelect select && select.getGroup() != null) {
      if (select.getGroup().stream().anyMatch(LateDroppingOperator::isWindow)) {
        found.add(GROUP);
      }
    } else if (call instanceof SqlJoin) {
      found.add(JOIN);
    } else if (call.getKind() == SqlKind.OVER) {
      found.add(OVER);
    } else if (call.getKind() == SqlKind.MATCH_RECOGNIZE) {
      found.add(MATCH);
    }
  }

  private static boolean isWindow(SqlNode group) {
    String text = group.toString().toLowerCase(Locale.ROOT).replace("`", "");
    return text.endsWith("window_start")
        || text.endsWith("window_end")
        || group instanceof SqlBasicCall call
            && WINDOWS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT));
  }
}
