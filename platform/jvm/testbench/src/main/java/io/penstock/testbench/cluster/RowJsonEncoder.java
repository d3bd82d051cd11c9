package io.penstock.testbench.cluster;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonFormatOptions.MapNullKeyMode;
import org.apache.flink.formats.json.RowDataToJsonConverters;
import org.apache.flink.formats.json.RowDataToJsonConverters.RowDataToJsonConverter;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.TextNode;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/**
 * Encodes rows as JSON like Flink's JSON format, except that a DECIMAL is a text with all of its
 * digits.
 *
 * <p>Readers of JSON numbers often convert them to floating point, which cannot represent 0.10.
 */
final class RowJsonEncoder implements Serializable {

  private static final long serialVersionUID = 1L;

  private final RowType type;
  private final boolean hasDecimals;
  private final RowDataToJsonConverter converter;
  private transient ObjectMapper json;

  RowJsonEncoder(RowType type) {
    this.type = type;
    hasDecimals = hasDecimal(type);
    converter =
        new RowDataToJsonConverters(TimestampFormat.SQL, MapNullKeyMode.LITERAL, "null", false)
            .createConverter(type);
  }

  String encode(RowData row) {
    if (json == null) {
      json = new ObjectMapper().setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
    }
    JsonNode node = converter.convert(json, json.createObjectNode(), row);
    return (hasDecimals ? writeDecimalsAsText(node, type) : node).toString();
  }

  private static boolean hasDecimal(LogicalType type) {
    return type.is(LogicalTypeRoot.DECIMAL)
        || type.getChildren().stream().anyMatch(RowJsonEncoder::hasDecimal);
  }

  private static JsonNode writeDecimalsAsText(JsonNode node, LogicalType type) {
    if (node.isNull()) {
      return node;
    }
    List<LogicalType> inner = type.getChildren();
    switch (type.getTypeRoot()) {
      case DECIMAL -> {
        return TextNode.valueOf(node.decimalValue().toPlainString());
      }
      case ROW -> {
        List<String> names = ((RowType) type).getFieldNames();
        for (int i = 0; i < names.size(); i++) {
          ((ObjectNode) node)
              .set(names.get(i), writeDecimalsAsText(node.get(names.get(i)), inner.get(i)));
        }
      }
      case ARRAY -> {
        for (int i = 0; i < node.size(); i++) {
          ((ArrayNode) node).set(i, writeDecimalsAsText(node.get(i), inner.get(0)));
        }
      }
      case MAP ->
          node.fields()
              .forEachRemaining(
                  one -> one.setValue(writeDecimalsAsText(one.getValue(), inner.get(1))));
      default -> {}
    }
    return node;
  }
}
