package io.penstock.planner;

import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.catalog.CatalogBaseTable;

/**
 * What the planner found about one statement: its columns, or its problem (the other is null).
 *
 * <p>{@code table} is what a table or view statement adds to the catalog; null for inserts and problems.
 */
record Verdict(ArrayNode columns, CatalogBaseTable table, Problem problem) {

  static Verdict wrong(Problem problem) {
    return new Verdict(null, null, problem);
  }

  boolean ok() {
    return problem == null;
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("ok", ok());
    if (ok()) {
      json.set("columns", columns);
      return json;
    }
    ObjectNode error = json.putObject("error");
    error.put("message", problem.message());
    Problem.Place at = problem.at();
    error.put("line", at == null ? null : at.line());
    error.put("column", at == null ? null : at.column());
    error.put("end_line", at == null ? null : at.endLine());
    error.put("end_column", at == null ? null : at.endColumn());
    error.put("kind", problem.kind().text());
    return json;
  }
}
