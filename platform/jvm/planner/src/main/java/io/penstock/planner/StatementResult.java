package io.penstock.planner;

import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.catalog.CatalogBaseTable;

/**
 * The result of checking one statement: its columns or its problem; the other one is null.
 *
 * <p>{@code table} is what a table or view statement adds to the catalog; null for inserts and
 * problems.
 */
public record StatementResult(ArrayNode columns, CatalogBaseTable table, Diagnostic diagnostic) {

  public static StatementResult failed(Diagnostic diagnostic) {
    return new StatementResult(null, null, diagnostic);
  }

  public boolean isOk() {
    return diagnostic == null;
  }

  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("ok", isOk());
    if (isOk()) {
      json.set("columns", columns);
      return json;
    }
    ObjectNode error = json.putObject("error");
    error.put("message", diagnostic.message());
    Diagnostic.SourceRange at = diagnostic.at();
    error.put("line", at == null ? null : at.line());
    error.put("column", at == null ? null : at.column());
    error.put("end_line", at == null ? null : at.endLine());
    error.put("end_column", at == null ? null : at.endColumn());
    error.put("kind", diagnostic.kind().text());
    return json;
  }
}
