package io.penstock.planner;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.planner.parse.CalciteParser;

/** Finds the position and the original text of a syntax node in its statement. */
public final class SourcePositions {

  private final String[] lines;
  private final CalciteParser parser;

  public SourcePositions(String sql, CalciteParser parser) {
    lines = sql.split("\n", -1);
    this.parser = parser;
  }

  /** Adds {@code text}, {@code line}, {@code column}, {@code end_line} and {@code end_column}. */
  public void writeTo(SqlNode node, ObjectNode target) {
    SqlParserPos at = node.getParserPosition();
    String text = extractText(at);
    target.put("text", text == null || !isComplete(text) ? SqlUnparser.unparse(node) : text);
    target.put("line", at.getLineNum()).put("column", at.getColumnNum());
    target.put("end_line", at.getEndLineNum()).put("end_column", at.getEndColumnNum());
  }

  private String extractText(SqlParserPos at) {
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

  // The positions of a few kinds of nodes omit a bracket or a part.
  private boolean isComplete(String text) {
    try {
      parser.parseExpression(text);
      return true;
    } catch (RuntimeException | Error e) {
      CorruptedProcessException.throwIfCorrupted(e);
      return false;
    }
  }
}
