package io.penstock.planner;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.functions.BuiltInFunctionDefinition;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.planner.functions.sql.FlinkSqlOperatorTable;
import org.apache.flink.table.types.inference.TypeInferenceUtil;

/** The built-in functions, with their signatures where Flink provides them. */
final class FunctionCatalog {

  private FunctionCatalog() {}

  static ArrayNode list() {
    Map<String, TreeSet<String>> found = new TreeMap<>();
    for (SqlOperator operator : FlinkSqlOperatorTable.instance(false).getOperatorList()) {
      if (isCallable(operator)) {
        found
            .computeIfAbsent(operator.getName(), name -> new TreeSet<>())
            .addAll(formatSignatures(operator));
      }
    }
    for (BuiltInFunctionDefinition definition : BuiltInFunctionDefinitions.getDefinitions()) {
      String name = definition.getName().toUpperCase(Locale.ROOT);
      if (!definition.isInternal() && name.matches("[A-Z][A-Z0-9_]*")) {
        var signatures = found.computeIfAbsent(name, key -> new TreeSet<>());
        if (signatures.isEmpty()) {
          signatures.addAll(formatSignatures(definition, name));
        }
      }
    }
    ArrayNode functions = JsonNodeFactory.instance.arrayNode();
    found.forEach(
        (name, signatures) -> {
          ObjectNode function = functions.addObject().put("name", name);
          ArrayNode shown = function.putArray("signatures");
          signatures.forEach(shown::add);
        });
    return functions;
  }

  private static boolean isCallable(SqlOperator operator) {
    SqlSyntax syntax = operator.getSyntax();
    return operator.getName().matches("[A-Z][A-Z0-9_]*")
        && (syntax == SqlSyntax.FUNCTION
            || syntax == SqlSyntax.FUNCTION_STAR
            || syntax == SqlSyntax.FUNCTION_ID);
  }

  // Some definitions have no signature; the name is listed anyway.
  private static List<String> formatSignatures(SqlOperator operator) {
    try {
      return operator
          .getAllowedSignatures()
          .lines()
          .map(line -> line.replace("'", "").strip())
          .toList();
    } catch (RuntimeException | AssertionError e) {
      return List.of();
    }
  }

  private static List<String> formatSignatures(BuiltInFunctionDefinition definition, String name) {
    try {
      var inference = definition.getTypeInference(null);
      return TypeInferenceUtil.generateSignature(inference, name, definition).lines().toList();
    } catch (RuntimeException e) {
      return List.of();
    }
  }
}
