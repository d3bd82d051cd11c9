package io.penstock.planner;

import io.penstock.script.Ddl;
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

/** Columns as they are told to people, and whether rows fit a sink. */
final class Columns {

  private Columns() {}

  static ArrayNode describe(ResolvedSchema schema) {
    ArrayNode columns = JsonNodeFactory.instance.arrayNode();
    for (Column column : schema.getColumns()) {
      LogicalType type = column.getDataType().getLogicalType();
      ObjectNode shown = columns.addObject();
      shown.put("name", column.getName());
      shown.put("type", type(type));
      shown.put("nullable", type.isNullable());
      if (LogicalTypeChecks.isTimeAttribute(type)) {
        shown.put("time", LogicalTypeChecks.isRowtimeAttribute(type) ? "event" : "processing");
      }
    }
    return columns;
  }

  /** Refuses rows that the sink cannot take, column by column, since Flink matches them by position. */
  static void fit(String sink, ResolvedSchema rows, ResolvedSchema table) {
    List<Column> from = rows.getColumns();
    List<Column> to = table.getColumns().stream().filter(Column::isPersisted).toList();
    if (from.size() != to.size()) {
      String message = "The sink '%s' has %s (%s), but the query gives %s (%s).".formatted(
          sink, count(to.size()), names(to), count(from.size()), names(from));
      throw new Refusal(Problem.Kind.VALIDATE, message, null);
    }
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      // NULL into a NOT NULL column is found row by row, at run time.
      LogicalType given = Ddl.stored(from.get(i).getDataType().getLogicalType()).copy(true);
      LogicalType wanted = Ddl.stored(to.get(i).getDataType().getLogicalType()).copy(true);
      if (!LogicalTypeCasts.supportsImplicitCast(given, wanted)) {
        wrong.add("column %d '%s' takes %s, but '%s' is %s".formatted(
            i + 1, to.get(i).getName(), type(wanted), from.get(i).getName(), type(given)));
      }
    }
    if (!wrong.isEmpty()) {
      String message = "The rows do not fit the sink '%s': %s. Use CAST in the query.";
      throw new Refusal(Problem.Kind.VALIDATE, message.formatted(sink, String.join("; ", wrong)), null);
    }
  }

  private static String count(int columns) {
    return columns == 1 ? "1 column" : columns + " columns";
  }

  private static String names(List<Column> columns) {
    return String.join(", ", columns.stream().map(Column::getName).toList());
  }

  private static String type(LogicalType type) {
    LogicalType nullable = Ddl.stored(type).copy(true);
    String text;
    try {
      text = nullable.asSerializableString();
    } catch (RuntimeException e) {
      // Types without a form in SQL (NULL, raw, symbols) still have a name.
      text = nullable.asSummaryString();
    }
    return text.equals("VARCHAR(2147483647)") ? "STRING" : text;
  }
}
