package io.penstock.script;

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

/** Writes the text of tables: names and values quoted in one place. */
public final class Ddl {

  private static final Set<LogicalTypeRoot> UNSTORABLE =
      EnumSet.of(
          LogicalTypeRoot.INTERVAL_DAY_TIME,
          LogicalTypeRoot.INTERVAL_YEAR_MONTH,
          LogicalTypeRoot.NULL,
          LogicalTypeRoot.RAW,
          LogicalTypeRoot.SYMBOL,
          LogicalTypeRoot.UNRESOLVED);

  private Ddl() {}

  /** The whole CREATE TABLE; {@code columns} (or null) goes between the table's name and its options. */
  public static String createTable(Statement table, String columns, Map<String, String> options) {
    StringBuilder text = new StringBuilder(table.sql());
    if (columns != null) {
      text.append(" (\n").append(columns).append("\n)");
    }
    List<String> lines = new ArrayList<>();
    options.forEach((key, value) -> lines.add("  " + literal(key) + " = " + literal(value)));
    return text.append(" WITH (\n").append(String.join(",\n", lines)).append("\n)").toString();
  }

  /**
   * Columns for a table that stores the rows of {@code schema}.
   *
   * <p>Time attributes become plain timestamps. Key columns become NOT NULL and form the primary key.
   *
   * @throws IllegalArgumentException naming a key column that the rows lack, or one of a type that no table has
   */
  public static String columnsOf(ResolvedSchema schema, List<String> key) {
    for (String name : key) {
      if (schema.getColumn(name).isEmpty()) {
        throw new IllegalArgumentException(
            "The key column '" + name + "' is not among the columns " + schema.getColumnNames() + ".");
      }
    }
    List<String> lines = new ArrayList<>();
    for (Column column : schema.getColumns()) {
      LogicalType type = stored(column.getDataType().getLogicalType());
      if (UNSTORABLE.contains(type.getTypeRoot())) {
        throw new IllegalArgumentException(
            "The column '%s' is %s, which no table can hold. Use CAST in the query."
                .formatted(column.getName(), type.asSummaryString()));
      }
      boolean nullable = type.isNullable() && !key.contains(column.getName());
      lines.add("  " + identifier(column.getName()) + " " + type.copy(nullable).asSerializableString());
    }
    if (!key.isEmpty()) {
      List<String> names = key.stream().map(Ddl::identifier).toList();
      lines.add("  PRIMARY KEY (" + String.join(", ", names) + ") NOT ENFORCED");
    }
    return String.join(",\n", lines);
  }

  /** {@code type} without the mark of a time attribute. */
  public static LogicalType stored(LogicalType type) {
    if (!LogicalTypeChecks.isTimeAttribute(type)) {
      return type;
    }
    int precision = LogicalTypeChecks.getPrecision(type);
    return type instanceof TimestampType
        ? new TimestampType(type.isNullable(), precision)
        : new LocalZonedTimestampType(type.isNullable(), precision);
  }

  /** A quoted name. */
  public static String identifier(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** A text literal: Flink knows no escape but the doubled quote. */
  public static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
