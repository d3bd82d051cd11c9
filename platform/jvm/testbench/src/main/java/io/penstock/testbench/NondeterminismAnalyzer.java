package io.penstock.testbench;

import io.penstock.planner.SourcePositions;
import io.penstock.sdk.DdlWriter;
import io.penstock.sdk.Script;
import io.penstock.sdk.Statement;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.planner.parse.CalciteParser;

/**
 * Finds what makes a job nondeterministic: {@code {"statement", "function", "text", "line",
 * "column", …}} for each call of a clock or random function, and {@code {…, "function":
 * "DESCRIPTOR", "time": column}} for the time column of a window.
 */
final class NondeterminismAnalyzer extends SqlBasicVisitor<Void> {

  private static final Set<String> FUNCTIONS =
      Set.of(
          "PROCTIME",
          "NOW",
          "CURRENT_DATE",
          "CURRENT_TIME",
          "CURRENT_TIMESTAMP",
          "CURRENT_ROW_TIMESTAMP",
          "LOCALTIME",
          "LOCALTIMESTAMP",
          "RAND",
          "RAND_INTEGER",
          "UUID");
  private static final String EMPTY_UNIX = "UNIX_TIMESTAMP";

  private final int statement;
  private final SourcePositions positions;
  private final ArrayNode found;

  private NondeterminismAnalyzer(int statement, SourcePositions positions, ArrayNode found) {
    this.statement = statement;
    this.positions = positions;
    this.found = found;
  }

  static ArrayNode analyze(Script script, CalciteParser parser) {
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < script.statements().size(); i++) {
      Statement one = script.statements().get(i);
      boolean derived = one.kind() == Statement.Kind.TABLE && one.schemaFrom() != null;
      if (derived || one.kind() == Statement.Kind.INSERT) {
        continue;
      }
      String sql =
          one.kind() == Statement.Kind.TABLE
              ? DdlWriter.createTable(one, null, Map.of("connector", "x"))
              : one.sql();
      parser
          .parseSqlList(sql)
          .get(0)
          .accept(new NondeterminismAnalyzer(i, new SourcePositions(sql, parser), found));
    }
    return found;
  }

  @Override
  public Void visit(SqlCall call) {
    String name = call.getOperator().getName().toUpperCase();
    if (FUNCTIONS.contains(name) || name.equals(EMPTY_UNIX) && call.operandCount() == 0) {
      addFinding(name, call);
    }
    if (name.equals("DESCRIPTOR")
        && call.operandCount() == 1
        && call.operand(0) instanceof SqlIdentifier column) {
      addFinding(name, call).put("time", column.names.get(column.names.size() - 1));
    }
    return super.visit(call);
  }

  @Override
  public Void visit(SqlIdentifier name) {
    if (name.isSimple()
        && FUNCTIONS.contains(name.getSimple().toUpperCase())
        && !name.isComponentQuoted(0)) {
      addFinding(name.getSimple().toUpperCase(), name);
    }
    return null;
  }

  private ObjectNode addFinding(String function, SqlNode at) {
    ObjectNode one = found.addObject().put("statement", statement).put("function", function);
    positions.writeTo(at, one);
    return one;
  }
}
