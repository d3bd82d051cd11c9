package io.penstock.connectors.datagen;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.util.TimeUtils;

/** Reads the options {@code fields.<column>.<key>} of one column. */
final class ColumnOptions {

  private static final int STANDARD_LENGTH = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LogicalType type;
  private final Map<String, String> left;

  /**
   * Creates a reader.
   *
   * @param options all options of the table
   * @param prefix of this column's, with the dot
   */
  ColumnOptions(LogicalType type, Map<String, String> options, String prefix) {
    this.type = type;
    this.left = new TreeMap<>();
    options.forEach(
        (key, value) -> {
          String own = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
          // A dot: the option of a column whose name begins like this one.
          if (!own.isEmpty() && own.indexOf('.') < 0) {
            left.put(own, value);
          }
        });
  }

  /** Whether the column ends the source by itself. */
  boolean isBounded() {
    return left.containsKey("end");
  }

  /**
   * Takes the share of nulls.
   *
   * @throws IllegalArgumentException if it is none
   */
  double takeNullRate() {
    double rate = Double.parseDouble(take("null-rate", "0"));
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("'null-rate' is from 0 to 1");
    }
    return rate;
  }

  /**
   * Takes the generator; call it last.
   *
   * @throws IllegalArgumentException for options that are missing, unknown or wrong
   */
  ColumnGenerator takeGenerator() {
    String kind = take("kind", "random");
    ColumnGenerator generator =
        switch (kind) {
          case "random" -> takeRandom();
          case "sequence" -> takeSequence();
          case "choice" -> takeChoice();
          case "regex" -> new RegexGenerator(require("pattern"));
          default -> throw new IllegalArgumentException("there is no generator '" + kind + "'");
        };
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(kind + " takes no option " + left.keySet());
    }
    return generator;
  }

  private ColumnGenerator takeSequence() {
    BigInteger first = new BigInteger(require("start"));
    String last = take("end", null);
    return new SequenceGenerator(
        type, first, last == null ? Numbers.largest(type) : new BigInteger(last));
  }

  private ColumnGenerator takeChoice() {
    String weights = take("weights", null);
    return new ChoiceGenerator(
        type,
        parse(require("values"), String[].class),
        weights == null ? null : parse(weights, double[].class));
  }

  private ColumnGenerator takeRandom() {
    if (type.is(LogicalTypeFamily.NUMERIC)) {
      return RandomGenerators.numbers(type, takeNumber("min"), takeNumber("max"));
    }
    if (type.is(LogicalTypeFamily.CHARACTER_STRING)) {
      int length = LogicalTypeChecks.getLength(type);
      String standard = String.valueOf(length == Integer.MAX_VALUE ? STANDARD_LENGTH : length);
      return RandomGenerators.texts(Integer.parseInt(take("length", standard)));
    }
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> RandomGenerators.booleans();
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          RandomGenerators.timestamps(TimeUtils.parseDuration(take("max-past", "0 ms")).toMillis());
      default ->
          throw new IllegalArgumentException(
              "no random values of " + type.asSummaryString() + " can be made");
    };
  }

  private BigDecimal takeNumber(String key) {
    String text = take(key, null);
    return text == null ? null : new BigDecimal(text);
  }

  private String require(String key) {
    String value = take(key, null);
    if (value == null) {
      throw new IllegalArgumentException("the option '" + key + "' is missing");
    }
    return value;
  }

  private String take(String key, String standard) {
    String value = left.remove(key);
    return value == null ? standard : value;
  }

  private static <T> T parse(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json + " is no list", e);
    }
  }
}
