package io.penstock.connectors.datagen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorsTest {

  private static final LogicalType TEXT = VarCharType.STRING_TYPE;

  private static ColumnOptions options(LogicalType type, String... pairs) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      options.put("fields.x." + pairs[i], pairs[i + 1]);
    }
    return new ColumnOptions(type, options, "fields.x.");
  }

  private static List<Object> values(int count, LogicalType type, String... pairs)
      throws Exception {
    ColumnGenerator generator = Simulation.copy(options(type, pairs).takeGenerator());
    Random random = new Random(7);
    return IntStream.range(0, count).mapToObj(n -> generator.generate(n, random)).toList();
  }

  @Test
  void aSequenceKeepsDigitsBeyondThoseOfADouble() throws Exception {
    assertEquals(
        List.of(9007199254740993L, 9007199254740994L),
        values(2, new BigIntType(), "kind", "sequence", "start", "9007199254740993"));
    List<Object> decimals =
        values(
            1,
            new DecimalType(38, 2),
            "kind",
            "sequence",
            "start",
            "123456789012345678901234567890");
    assertEquals(
        new BigDecimal("123456789012345678901234567890.00"),
        ((DecimalData) decimals.get(0)).toBigDecimal());
  }

  @Test
  void aSequenceEndsAtItsLastNumberOrTheLargestOfItsType() {
    assertEquals(
        5,
        options(new IntType(), "kind", "sequence", "start", "-2", "end", "2")
            .takeGenerator()
            .count());
    assertEquals(
        28, options(new TinyIntType(), "kind", "sequence", "start", "100").takeGenerator().count());
    assertEquals(
        900,
        options(new VarCharType(3), "kind", "sequence", "start", "100").takeGenerator().count());
    assertEquals(
        Long.MAX_VALUE,
        options(new BigIntType(), "kind", "sequence", "start", "-9").takeGenerator().count());
  }

  @Test
  void choicesAreAsFrequentAsTheirWeights() throws Exception {
    List<Object> values =
        values(
            100_000,
            TEXT,
            "kind",
            "choice",
            "values",
            "[\"rare\", \"never\", \"often\", \"nor this\"]",
            "weights",
            "[1, 0, 9.0, 0]");
    Map<String, Long> counts =
        values.stream().collect(Collectors.groupingBy(Object::toString, Collectors.counting()));
    assertEquals(Set.of("rare", "often"), counts.keySet());
    assertEquals(10_000, counts.get("rare"), 500);
  }

  @Test
  void choicesWithoutWeightsAreEquallyFrequent() throws Exception {
    Map<Object, Integer> counts = new HashMap<>();
    values(30_000, new IntType(), "kind", "choice", "values", "[\"1\", \"2\", \"3\"]")
        .forEach(value -> counts.merge(value, 1, Integer::sum));
    assertEquals(Set.of(1, 2, 3), counts.keySet());
    counts.values().forEach(count -> assertEquals(10_000, count, 500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[A-Z]{2}-\\d{4}",
        "(paid|open|(re)?funded){1,3}",
        "a.c\\.\\w{0,5}\\s?",
        "[^a-y\\s]{3}",
        "[\\w-]{1,8}@[a-f0-9]{4}\\.(com|org)",
        "\\W\\D\\S",
        "x?y{2,3}\\{\\}\\[\\]\\/\\-",
        "(?:ab|c\\|d)|",
        "[.*+\\-^]{4}",
        "é[à-ü]{2}",
        "a|bc|\\(d\\)",
        "(a|(b|c){2}|){0,3}\\\\\\d",
      })
  void textsMatchTheirPattern(String pattern) throws Exception {
    Pattern compiled = Pattern.compile(pattern, Pattern.DOTALL);
    for (Object value : values(2000, TEXT, "kind", "regex", "pattern", pattern)) {
      assertTrue(compiled.matcher(value.toString()).matches(), () -> "'" + value + "'");
    }
  }

  @Test
  void randomNumbersAreWithinTheirBounds() throws Exception {
    Set<Object> few = Set.copyOf(values(1000, new IntType(), "min", "-1", "max", "1"));
    assertEquals(Set.of(-1, 0, 1), few);
    String large = "9223372036854775806";
    assertEquals(
        Set.of(Long.MAX_VALUE - 1, Long.MAX_VALUE),
        Set.copyOf(values(100, new BigIntType(), "min", large)));
    values(1000, new DoubleType(), "min", "0.25", "max", "0.5")
        .forEach(value -> assertTrue((double) value >= 0.25 && (double) value <= 0.5));
    values(1000, new DecimalType(4, 2), "min", "1.5", "max", "1.6")
        .forEach(
            value -> {
              BigDecimal number = ((DecimalData) value).toBigDecimal();
              assertTrue(number.compareTo(new BigDecimal("1.50")) >= 0, number::toString);
              assertTrue(number.compareTo(new BigDecimal("1.60")) <= 0, number::toString);
            });
    for (LogicalType type :
        List.of(new TinyIntType(), new DoubleType(), new DecimalType(10, 2), new BooleanType())) {
      assertTrue(Set.copyOf(values(100, type)).size() > 1, type::toString);
    }
  }

  @Test
  void textsHaveTheirLengthAndTimesTheirDisorder() throws Exception {
    values(100, TEXT, "length", "5").forEach(text -> assertEquals(5, text.toString().length()));
    values(1, new VarCharType(3)).forEach(text -> assertEquals(3, text.toString().length()));
    long before = System.currentTimeMillis();
    List<Object> times = values(1000, new TimestampType(3), "max-past", "60000 ms");
    long after = System.currentTimeMillis();
    List<Long> sorted =
        times.stream().map(time -> ((TimestampData) time).getMillisecond()).sorted().toList();
    assertTrue(sorted.get(0) >= before - 60_000 && sorted.get(0) < before - 50_000);
    assertTrue(sorted.get(999) <= after && sorted.get(999) > after - 10_000);
  }

  @Test
  void aShareOfTheValuesIsNull() {
    RowGenerator rows =
        new RowGenerator(
            List.of(new RowGenerator.Column("t.x", 0.25, RandomGenerators.booleans())));
    long nulls = IntStream.range(0, 10_000).filter(n -> rows.generate(n).isNullAt(0)).count();
    assertEquals(2500, nulls, 150);
  }

  @Test
  void optionsOfAColumnWithADotAreNotThoseOfItsPrefix() {
    Map<String, String> both =
        Map.of("fields.x.kind", "random", "fields.x.min.kind", "regex", "fields.x.min", "3");
    Object value =
        new ColumnOptions(new IntType(), both, "fields.x.")
            .takeGenerator()
            .generate(0, new Random(1));
    assertTrue((int) value >= 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "kind;nosuch;no generator",
        "kind;sequence;'start' is missing",
        "kind;choice;'values' is missing",
        "kind;regex;'pattern' is missing",
        "color;red;random takes no option",
      })
  void wrongOptionsAreRefused(String key, String value, String says) {
    ColumnOptions options = options(new IntType(), key, value);
    Exception thrown = assertThrows(IllegalArgumentException.class, options::takeGenerator);
    assertTrue(thrown.getMessage().contains(says), thrown::getMessage);
    assertThrows(IllegalArgumentException.class, () -> options(new DateType()).takeGenerator());
  }
}
