package io.penstock.planner;

import io.penstock.script.Script;
import io.penstock.script.Statement;
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
 * Where rows part in a job's queries (WHERE, HAVING, JOIN, CASE), and how to see which way they go.
 *
 * <p>Each is told as {@code {"statement", "kind", "text", "line", "column", "end_line", "end_column", "outcomes",
 * "queries"}}: the place in the statement's SQL, the names of the ways, and queries over the same tables of which
 * each gives one column {@code outcome} for each row that comes to the place. They stand beside the job; the first
 * one that the planner takes will do, and where it takes none, the place cannot be observed.
 */
final class Branches {

  private static final List<String> TRUTH = List.of("true", "false", "unknown");
  // What else a query may call is no aggregate, or the planner refuses the observer.
  private static final Set<String> AGGREGATES =
      Set.of(
          "COUNT", "SUM", "SUM0", "AVG", "MIN", "MAX", "STDDEV", "STDDEV_POP", "STDDEV_SAMP", "VARIANCE", "VAR_POP",
          "VAR_SAMP", "COLLECT", "LISTAGG", "STRING_AGG", "FIRST_VALUE", "LAST_VALUE", "ARRAY_AGG", "SINGLE_VALUE",
          "JSON_OBJECTAGG", "JSON_ARRAYAGG", "APPROX_COUNT_DISTINCT", "PERCENTILE");

  private final CalciteParser parser;
  private final ArrayNode found = JsonNodeFactory.instance.arrayNode();
  private Places places;
  private int statement;

  private Branches(CalciteParser parser) {
    this.parser = parser;
  }

  static ArrayNode in(Script script, CalciteParser parser) {
    Branches branches = new Branches(parser);
    for (int i = 0; i < script.statements().size(); i++) {
      if (script.statements().get(i).kind() == Statement.Kind.VIEW) {
        branches.view(i, script.statements().get(i));
      }
    }
    return branches.found;
  }

  private void view(int index, Statement view) {
    statement = index;
    places = new Places(view.sql(), parser);
    if (parser.parseSqlList(view.sql()).get(0) instanceof SqlCreateView create) {
      query(create.getQuery(), "");
    }
  }

  /** Looks into all that is a query in {@code node}; {@code with} is what has to stand before it. */
  private void query(SqlNode node, String with) {
    if (node instanceof SqlWith whole) {
      String before = with;
      List<String> items = new ArrayList<>();
      for (SqlNode item : whole.withList) {
        query(((SqlWithItem) item).query, before);
        items.add(Sql.of(item));
        before = "WITH " + String.join(", ", items) + " ";
      }
      query(whole.body, before);
      return;
    }
    if (node instanceof SqlSelect select) {
      select(select, with);
    }
    if (node instanceof SqlCall call) {
      call.getOperandList().stream().filter(one -> one != null).forEach(one -> query(one, with));
    } else if (node instanceof SqlNodeList list) {
      list.forEach(one -> query(one, with));
    }
  }

  private void select(SqlSelect select, String with) {
    if (select.getFrom() == null) {
      return;
    }
    String from = " FROM " + Joins.text(select.getFrom());
    String where = select.getWhere() == null ? "" : " WHERE " + Sql.of(select.getWhere());
    String having = select.getHaving() == null ? "" : " HAVING " + Sql.of(select.getHaving());
    String rows = from + where;
    String groups = rows + (select.getGroup() == null ? "" : " GROUP BY " + Sql.list(select.getGroup()));
    if (select.getWhere() != null) {
      truth("where", select.getWhere(), with, from);
      cases(select.getWhere(), new Context(with, from, from), List.of(), false);
    }
    if (select.getHaving() != null) {
      truth("having", select.getHaving(), with, groups);
      cases(select.getHaving(), new Context(with, rows, groups), List.of(), false);
    }
    if (select.getGroup() != null) {
      cases(select.getGroup(), new Context(with, rows, rows), List.of(), false);
    }
    String over = select.getGroup() == null ? rows : groups + having;
    for (SqlNode column : select.getSelectList()) {
      if (!isGrouped(column, select.getGroup())) {
        cases(column, new Context(with, rows, over), List.of(), false);
      }
    }
    joins(select.getFrom(), with);
  }

  // What is grouped by is written twice, and decided where the groups are made.
  private static boolean isGrouped(SqlNode column, SqlNodeList group) {
    SqlNode value = column.getKind() == SqlKind.AS ? ((SqlCall) column).operand(0) : column;
    return group != null && group.stream().anyMatch(key -> key.equalsDeep(value, Litmus.IGNORE));
  }

  /** What stands before and behind the SELECT list of an observer: within an aggregate, and outside of it. */
  private record Context(String with, String inside, String outside) {}

  private void truth(String kind, SqlNode condition, String with, String behind) {
    String text = Sql.of(condition);
    String outcome =
        "CASE WHEN (%s) IS TRUE THEN 'true' WHEN (%s) IS FALSE THEN 'false' ELSE 'unknown' END".formatted(text, text);
    add(kind, condition, TRUTH, List.of(observer(with, outcome, behind)));
  }

  // A CASE within a branch of another is only reached by some rows; `reached` says by which.
  private void cases(SqlNode node, Context context, List<String> reached, boolean aggregate) {
    if (node == null || node.isA(SqlKind.QUERY)) {
      return;
    }
    if (node instanceof SqlCase one) {
      branch(one, context, reached, aggregate);
    } else if (node instanceof SqlCall call) {
      boolean inside = aggregate || AGGREGATES.contains(call.getOperator().getName().toUpperCase());
      call.getOperandList().forEach(operand -> cases(operand, context, reached, inside));
    } else if (node instanceof SqlNodeList list) {
      list.forEach(one -> cases(one, context, reached, aggregate));
    }
  }

  private void branch(SqlCase one, Context context, List<String> reached, boolean aggregate) {
    List<String> names = new ArrayList<>();
    List<String> not = new ArrayList<>(reached);
    StringBuilder outcome = new StringBuilder("CASE");
    if (!reached.isEmpty()) {
      outcome.append(" WHEN NOT (").append(String.join(" AND ", reached)).append(") THEN CAST(NULL AS STRING)");
    }
    int number = 0;
    for (SqlNode when : one.getWhenOperands()) {
      String condition = "(" + Sql.of(when) + ")";
      names.add("when " + (number + 1));
      outcome.append(" WHEN ").append(condition).append(" THEN '").append(names.get(number)).append("'");
      List<String> here = new ArrayList<>(not);
      here.add(condition + " IS TRUE");
      cases(when, context, List.copyOf(not), aggregate);
      cases(one.getThenOperands().get(number), context, here, aggregate);
      not.add(condition + " IS NOT TRUE");
      number++;
    }
    names.add("else");
    cases(one.getElseOperand(), context, not, aggregate);
    String text = outcome.append(" ELSE 'else' END").toString();
    add("case", one, names, List.of(observer(context.with(), text, aggregate ? context.inside() : context.outside())));
  }

  private void joins(SqlNode from, String with) {
    if (from instanceof SqlJoin join) {
      joins(join.getLeft(), with);
      joins(join.getRight(), with);
      List<String> queries = Joins.observers(join).map(query -> observer(with, query)).toList();
      if (!queries.isEmpty()) {
        add("join", join.getCondition(), Joins.OUTCOMES, queries);
      }
    } else if (from != null && from.getKind() == SqlKind.AS) {
      joins(((SqlCall) from).operand(0), with);
    }
  }

  private static String observer(String with, String outcome, String behind) {
    return observer(with, outcome + " AS `outcome`" + behind);
  }

  private static String observer(String with, String rest) {
    return with + "SELECT " + rest;
  }

  private void add(String kind, SqlNode at, List<String> outcomes, List<String> queries) {
    var branch = found.addObject();
    branch.put("statement", statement).put("kind", kind);
    places.tell(at, branch);
    outcomes.forEach(branch.putArray("outcomes")::add);
    queries.forEach(branch.putArray("queries")::add);
  }
}
