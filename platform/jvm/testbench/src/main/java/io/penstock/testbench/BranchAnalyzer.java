package io.penstock.testbench;

import io.penstock.planner.SourcePositions;
import io.penstock.planner.SqlUnparser;
import io.penstock.sdk.Script;
import io.penstock.sdk.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.util.Litmus;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.sql.parser.ddl.SqlCreateView;
import org.apache.flink.table.planner.parse.CalciteParser;

/**
 * Finds the branches in a job's queries (WHERE, HAVING, JOIN, CASE) and builds probe queries for
 * them.
 *
 * <p>The JSON of a branch is {@code {"statement", "kind", "text", "line", "column", "end_line",
 * "end_column", "outcomes", "queries"}}: the position in the statement's SQL, the names of the
 * outcomes, and probe queries over the same tables. Each probe query returns one column {@code
 * outcome} for each row that reaches the branch. The probes run beside the job; the first one that
 * the planner accepts is used. If it accepts none, the branch cannot be observed.
 */
final class BranchAnalyzer {

  private static final List<String> TRUTH = List.of("true", "false", "unknown");
  // Other functions are not aggregates, or the planner rejects the probe.
  private static final Set<String> AGGREGATES =
      Set.of(
          "COUNT",
          "SUM",
          "SUM0",
          "AVG",
          "MIN",
          "MAX",
          "STDDEV",
          "STDDEV_POP",
          "STDDEV_SAMP",
          "VARIANCE",
          "VAR_POP",
          "VAR_SAMP",
          "COLLECT",
          "LISTAGG",
          "STRING_AGG",
          "FIRST_VALUE",
          "LAST_VALUE",
          "ARRAY_AGG",
          "SINGLE_VALUE",
          "JSON_OBJECTAGG",
          "JSON_ARRAYAGG",
          "APPROX_COUNT_DISTINCT",
          "PERCENTILE");

  private final CalciteParser parser;
  private final ArrayNode found = JsonNodeFactory.instance.arrayNode();
  private SourcePositions positions;
  private int statement;

  private BranchAnalyzer(CalciteParser parser) {
    this.parser = parser;
  }

  static ArrayNode analyze(Script script, CalciteParser parser) {
    BranchAnalyzer analyzer = new BranchAnalyzer(parser);
    for (int i = 0; i < script.statements().size(); i++) {
      if (script.statements().get(i).kind() == Statement.Kind.VIEW) {
        analyzer.analyzeView(i, script.statements().get(i));
      }
    }
    return analyzer.found;
  }

  private void analyzeView(int index, Statement view) {
    statement = index;
    positions = new SourcePositions(view.sql(), parser);
    if (parser.parseSqlList(view.sql()).get(0) instanceof SqlCreateView create) {
      visitQuery(create.getQuery(), "");
    }
  }

  /**
   * Visits all queries in {@code node}; {@code with} is the WITH clause that has to precede them.
   */
  private void visitQuery(SqlNode node, String with) {
    if (node instanceof SqlWith whole) {
      String before = with;
      List<String> items = new ArrayList<>();
      for (SqlNode item : whole.withList) {
        visitQuery(((SqlWithItem) item).query, before);
        items.add(SqlUnparser.unparse(item));
        before = "WITH " + String.join(", ", items) + " ";
      }
      visitQuery(whole.body, before);
      return;
    }
    if (node instanceof SqlSelect select) {
      visitSelect(select, with);
    }
    if (node instanceof SqlCall call) {
      call.getOperandList().stream()
          .filter(one -> one != null)
          .forEach(one -> visitQuery(one, with));
    } else if (node instanceof SqlNodeList list) {
      list.forEach(one -> visitQuery(one, with));
    }
  }

  private void visitSelect(SqlSelect select, String with) {
    if (select.getFrom() == null) {
      return;
    }
    String from = " FROM " + JoinProbes.formatFrom(select.getFrom());
    String where =
        select.getWhere() == null ? "" : " WHERE " + SqlUnparser.unparse(select.getWhere());
    String having =
        select.getHaving() == null ? "" : " HAVING " + SqlUnparser.unparse(select.getHaving());
    String rows = from + where;
    String groups =
        rows
            + (select.getGroup() == null
                ? ""
                : " GROUP BY " + SqlUnparser.unparseList(select.getGroup()));
    if (select.getWhere() != null) {
      addCondition("where", select.getWhere(), with, from);
      visitCases(select.getWhere(), new Context(with, from, from), List.of(), false);
    }
    if (select.getHaving() != null) {
      addCondition("having", select.getHaving(), with, groups);
      visitCases(select.getHaving(), new Context(with, rows, groups), List.of(), false);
    }
    if (select.getGroup() != null) {
      visitCases(select.getGroup(), new Context(with, rows, rows), List.of(), false);
    }
    String over = select.getGroup() == null ? rows : groups + having;
    for (SqlNode column : select.getSelectList()) {
      if (!isGroupKey(column, select.getGroup())) {
        visitCases(column, new Context(with, rows, over), List.of(), false);
      }
    }
    visitJoins(select.getFrom(), with);
  }

  // A group key is repeated in the SELECT list, and evaluated where the groups are formed.
  private static boolean isGroupKey(SqlNode column, SqlNodeList group) {
    SqlNode value = column.getKind() == SqlKind.AS ? ((SqlCall) column).operand(0) : column;
    return group != null && group.stream().anyMatch(key -> key.equalsDeep(value, Litmus.IGNORE));
  }

  /**
   * The text before and after the SELECT list of a probe: for an expression inside an aggregate,
   * and outside.
   */
  private record Context(String with, String inside, String outside) {}

  private void addCondition(String kind, SqlNode condition, String with, String behind) {
    String text = SqlUnparser.unparse(condition);
    String outcome =
        "CASE WHEN (%s) IS TRUE THEN 'true' WHEN (%s) IS FALSE THEN 'false' ELSE 'unknown' END"
            .formatted(text, text);
    addBranch(kind, condition, TRUTH, List.of(buildProbe(with, outcome, behind)));
  }

  // A nested CASE is evaluated for some rows only; `reached` has the conditions.
  private void visitCases(SqlNode node, Context context, List<String> reached, boolean aggregate) {
    if (node == null || node.isA(SqlKind.QUERY)) {
      return;
    }
    if (node instanceof SqlCase one) {
      addCase(one, context, reached, aggregate);
    } else if (node instanceof SqlCall call) {
      boolean inside = aggregate || AGGREGATES.contains(call.getOperator().getName().toUpperCase());
      call.getOperandList().forEach(operand -> visitCases(operand, context, reached, inside));
    } else if (node instanceof SqlNodeList list) {
      list.forEach(one -> visitCases(one, context, reached, aggregate));
    }
  }

  private void addCase(SqlCase one, Context context, List<String> reached, boolean aggregate) {
    List<String> names = new ArrayList<>();
    List<String> not = new ArrayList<>(reached);
    StringBuilder outcome = new StringBuilder("CASE");
    if (!reached.isEmpty()) {
      outcome
          .append(" WHEN NOT (")
          .append(String.join(" AND ", reached))
          .append(") THEN CAST(NULL AS STRING)");
    }
    int number = 0;
    for (SqlNode when : one.getWhenOperands()) {
      String condition = "(" + SqlUnparser.unparse(when) + ")";
      names.add("when " + (number + 1));
      outcome
          .append(" WHEN ")
          .append(condition)
          .append(" THEN '")
          .append(names.get(number))
          .append("'");
      List<String> here = new ArrayList<>(not);
      here.add(condition + " IS TRUE");
      visitCases(when, context, List.copyOf(not), aggregate);
      visitCases(one.getThenOperands().get(number), context, here, aggregate);
      not.add(condition + " IS NOT TRUE");
      number++;
    }
    names.add("else");
    visitCases(one.getElseOperand(), context, not, aggregate);
    String text = outcome.append(" ELSE 'else' END").toString();
    addBranch(
        "case",
        one,
        names,
        List.of(
            buildProbe(context.with(), text, aggregate ? context.inside() : context.outside())));
  }

  private void visitJoins(SqlNode from, String with) {
    if (from instanceof SqlJoin join) {
      visitJoins(join.getLeft(), with);
      visitJoins(join.getRight(), with);
      List<String> queries =
          JoinProbes.buildProbes(join).map(query -> buildProbe(with, query)).toList();
      if (!queries.isEmpty()) {
        addBranch("join", join.getCondition(), JoinProbes.OUTCOMES, queries);
      }
    } else if (from != null && from.getKind() == SqlKind.AS) {
      visitJoins(((SqlCall) from).operand(0), with);
    }
  }

  private static String buildProbe(String with, String outcome, String behind) {
    return buildProbe(with, outcome + " AS `outcome`" + behind);
  }

  private static String buildProbe(String with, String rest) {
    return with + "SELECT " + rest;
  }

  private void addBranch(String kind, SqlNode at, List<String> outcomes, List<String> queries) {
    var branch = found.addObject();
    branch.put("statement", statement).put("kind", kind);
    positions.writeTo(at, branch);
    outcomes.forEach(branch.putArray("outcomes")::add);
    queries.forEach(branch.putArray("queries")::add);
  }
}
