package io.penstock.planner;

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

/** What of a query drops late rows, and how the operators that do so are named. */
enum Construct {
  GROUP,
  OVER,
  JOIN,
  MATCH;

  private static final Set<String> WINDOWS = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

  /** The construct that an operator such as {@code GlobalWindowAggregate[5]} carries out; null for none. */
  static Construct of(String operator) {
    String name = operator.replaceAll("\\[\\d+\\]$", "");
    return switch (name) {
      case "WindowAggregate", "GlobalWindowAggregate", "GroupWindowAggregate" -> GROUP;
      case "OverAggregate", "WindowRank", "WindowDeduplicate" -> OVER;
      case "WindowJoin", "IntervalJoin" -> JOIN;
      case "Match" -> MATCH;
      default -> null;
    };
  }

  /** All of those in a statement. */
  static Set<Construct> in(SqlNode statement) {
    Set<Construct> found = EnumSet.noneOf(Construct.class);
    statement.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            note(call, found);
            return super.visit(call);
          }
        });
    return found;
  }

  private static void note(SqlCall call, Set<Construct> found) {
    // A window alone changes no rows; what is grouped, even a step later, drops those that came too late.
    if (call instanceof SqlSelect select && select.getGroup() != null) {
      if (select.getGroup().stream().anyMatch(Construct::isWindow)) {
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
        || group instanceof SqlBasicCall call && WINDOWS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT));
  }
}
