package io.penstock.planner;

import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;

/** Converts parsed SQL to text in the same way as Flink stores the queries of views. */
public final class SqlUnparser {

  private static final SqlDialect DIALECT =
      new CalciteSqlDialect(SqlDialect.EMPTY_CONTEXT.withIdentifierQuoteString("`"));

  private SqlUnparser() {}

  public static String unparse(SqlNode node) {
    return node.toSqlString(config -> config.withDialect(DIALECT).withQuoteAllIdentifiers(true))
        .getSql();
  }

  public static String unparseList(SqlNodeList nodes) {
    return String.join(", ", nodes.stream().map(SqlUnparser::unparse).toList());
  }
}
