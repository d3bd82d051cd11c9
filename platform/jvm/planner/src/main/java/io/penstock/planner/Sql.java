package io.penstock.planner;

import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;

/** Parsed SQL as text again, as Flink itself writes down the queries of views. */
final class Sql {

  private static final SqlDialect DIALECT =
      new CalciteSqlDialect(SqlDialect.EMPTY_CONTEXT.withIdentifierQuoteString("`"));

  private Sql() {}

  static String of(SqlNode node) {
    return node.toSqlString(config -> config.withDialect(DIALECT).withQuoteAllIdentifiers(true)).getSql();
  }

  static String list(SqlNodeList nodes) {
    return String.join(", ", nodes.stream().map(Sql::of).toList());
  }
}
