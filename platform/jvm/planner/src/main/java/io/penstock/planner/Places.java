package io.penstock.planner;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.planner.parse.CalciteParser;

/** Where in a statement a part of it stands, and how it is written there. */
final class Places {

  private final String[] lines;
  private final CalciteParser parser;

  Places(String sql, CalciteParser parser) {
    lines = sql.split("\n", -1);
    this.parser = parser;
  }

  /** Adds {@code text}, {@code line}, {@code column}, {@code end_line} and {@code end_column}. */
  void tell(SqlNode node, ObjectNode to) {
    SqlParserPos at = node.getParserPosition();
    String text = written(at);
    to.put("text", text == null || !isWhole(text) ? Sql.of(node) : text);
    to.put("line", at.getLineNum()).put("column", at.getColumnNum());
    to.put("end_line", at.getEndLineNum()).put("end_column", at.getEndColumnNum());
  }

  private String written(SqlParserPos at) {
    int first = at.getLineNum() - 1;
    int last = at.getEndLineNum() - 1;
    if (first < 0 || last >= lines.length || at.getEndColumnNum() > lines[last].length()) {
      return null;
    }
    if (first == last) {
      return lines[first].substring(at.getColumnNum() - 1, at.getEndColumnNum());
    }
    StringBuilder text = new StringBuilder(lines[first].substring(at.getColumnNum() - 1));
    for (int i = first + 1; i < last; i++) {
      text.append('\n').append(lines[i]);
    }
    return text.append('\n').append(lines[last], 0, at.getEndColumnNum()).toString();
  }

  // The positions of a few kinds of node leave out a bracket or a part.
  private boolean isWhole(String text) {
    try {
      parser.parseExpression(text);
      return true;
    } catch (RuntimeException | Error e) {
      Broken.check(e);
      return false;
    }
  }
}
