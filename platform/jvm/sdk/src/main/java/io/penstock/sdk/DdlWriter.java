package io.penstock.sdk;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Writes CREATE TABLE statements; the one place that quotes names and values. */
public final class DdlWriter {

  private static final Set<LogicalTypeRoot> UNSUPPORTED =
      EnumSet.of(
          LogicalTypeRoot.INTERVAL_DAY_TIME,
          LogicalTypeRoot.INTERVAL_YEAR_MONTH,
          LogicalTypeRoot.NULL,
          LogicalTypeRoot.RAW,
          LogicalTypeRoot.SYMBOL,
          LogicalTypeRoot.UNRESOLVED);

  private DdlWriter() {}

  /**
   * Returns the complete CREATE TABLE statement.
   *
   * @param columns the column list between the table's name and its options, or null
   */
  public static String createTable(Statement table, String columns, Map<String, String> options) {
    StringBuilder text = new StringBuilder(table.sql());
    if (columns != null) {
      text.append(" (\n").append(columns).append("\n)");
    }
    List<String> lines = new ArrayList<>();
    options.forEach(
        (key, value) -> lines.add("  " + quoteLiteral(key) + " = " + quoteLiteral(value)));
    return text.append(" WITH (\n").append(String.join(",\n", lines)).append("\n)").toString();
  }

  /**
   * Formats the columns of a table that stores the rows of {@code schema}.
   *
   * <p>Time attributes become plain timestamps. Key columns become NOT NULL and form the primary
   * key.
   *
   * @throws IllegalArgumentException for a key column that the rows do not have, or a column type
   *     that no table can store
   */
  public static String formatColumns(ResolvedSchema schema, List<String> key) {
    for (String name : key) {
      if (schema.getColumn(name).isEmpty()) {
        throw new IllegalArgumentException(
            "The key column '"
                + name
                + "' is not among the columns "
                + schema.getColumnNames()
                + ".");
      }
    }
    List<String> lines = new ArrayList<>();
    for (Column column : schema.getColumns()) {
      LogicalType type = stripTimeAttribute(column.getDataType().getLogicalType());
      if (UNSUPPORTED.contains(type.getTypeRoot())) {
        throw new IllegalArgumentException(
            "The column '%s' is %s, which no table can store. Use CAST in the query."
                .formatted(column.getName(), type.asSummaryString()));
      }
      boolean nullable = type.isNullable() && !key.contains(column.getName());
      lines.add(
          "  "
              + quoteIdentifier(column.getName())
              + " "
              + type.copy(nullable).asSerializableString());
    }
    if (!key.isEmpty()) {
      List<String> names = key.stream().map(DdlWriter::quoteIdentifier).toList();
      lines.add("  PRIMARY KEY (" + String.join(", ", names) + ") NOT ENFORCED");
    }
    return String.join(",\n", lines);
  }

  /** Returns {@code type} as a plain type if it is a time attribute. */
  public static LogicalType stripTimeAttribute(LogicalType type) {
    if (!LogicalTypeChecks.isTimeAttribute(type)) {
      return type;
    }
    int precision = LogicalTypeChecks.getPrecision(type);
    return type instanceof TimestampType
        ? new TimestampType(type.isNullable(), precision)
        : new LocalZonedTimestampType(type.isNullable(), precision);
  }

  /** Quotes a name. */
  public static String quoteIdentifier(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Quotes a text literal; a doubled quote is the only escape in Flink SQL. */
  public static String quoteLiteral(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
