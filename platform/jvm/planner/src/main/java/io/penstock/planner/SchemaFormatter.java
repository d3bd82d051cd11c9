package io.penstock.planner;

import io.penstock.sdk.DdlWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Describes columns to the user, and checks whether rows fit a sink. */
public final class SchemaFormatter {

  private SchemaFormatter() {}

  public static ArrayNode describe(ResolvedSchema schema) {
    ArrayNode columns = JsonNodeFactory.instance.arrayNode();
    for (Column column : schema.getColumns()) {
      LogicalType type = column.getDataType().getLogicalType();
      ObjectNode shown = columns.addObject();
      shown.put("name", column.getName());
      shown.put("type", formatType(type));
      shown.put("nullable", type.isNullable());
      if (LogicalTypeChecks.isTimeAttribute(type)) {
        shown.put("time", LogicalTypeChecks.isRowtimeAttribute(type) ? "event" : "processing");
      }
    }
    return columns;
  }

  /**
   * Rejects rows that the sink cannot accept, column by column, because Flink matches them by
   * position.
   */
  static void requireCompatible(String sink, ResolvedSchema rows, ResolvedSchema table) {
    List<Column> from = rows.getColumns();
    List<Column> to = table.getColumns().stream().filter(Column::isPersisted).toList();
    if (from.size() != to.size()) {
      String message =
          "The sink '%s' has %s (%s), but the query gives %s (%s)."
              .formatted(
                  sink,
                  formatCount(to.size()),
                  joinNames(to),
                  formatCount(from.size()),
                  joinNames(from));
      throw new StatementRejectedException(Diagnostic.Kind.VALIDATE, message, null);
    }
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      // NULL in a NOT NULL column is detected at run time.
      LogicalType given =
          DdlWriter.stripTimeAttribute(from.get(i).getDataType().getLogicalType()).copy(true);
      LogicalType required =
          DdlWriter.stripTimeAttribute(to.get(i).getDataType().getLogicalType()).copy(true);
      if (!LogicalTypeCasts.supportsImplicitCast(given, required)) {
        wrong.add(
            "column %d '%s' takes %s, but '%s' is %s"
                .formatted(
                    i + 1,
                    to.get(i).getName(),
                    formatType(required),
                    from.get(i).getName(),
                    formatType(given)));
      }
    }
    if (!wrong.isEmpty()) {
      String message = "The rows do not fit the sink '%s': %s. Use CAST in the query.";
      throw new StatementRejectedException(
          Diagnostic.Kind.VALIDATE, message.formatted(sink, String.join("; ", wrong)), null);
    }
  }

  private static String formatCount(int columns) {
    return columns == 1 ? "1 column" : columns + " columns";
  }

  private static String joinNames(List<Column> columns) {
    return String.join(", ", columns.stream().map(Column::getName).toList());
  }

  private static String formatType(LogicalType type) {
    LogicalType nullable = DdlWriter.stripTimeAttribute(type).copy(true);
    String text;
    try {
      text = nullable.asSerializableString();
    } catch (RuntimeException e) {
      // Types that SQL cannot express (NULL, raw, symbols) have a summary.
      text = nullable.asSummaryString();
    }
    return text.equals("VARCHAR(2147483647)") ? "STRING" : text;
  }
}
