package io.penstock.connectors.datagen;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/** Random values of each type. */
final class RandomGenerators {

  private RandomGenerators() {}

  /** Returns numbers from {@code min} to {@code max}; a bound that is null is the type's own. */
  static ColumnGenerator numbers(LogicalType type, BigDecimal min, BigDecimal max) {
    switch (type.getTypeRoot()) {
      case FLOAT, DOUBLE -> {
        boolean single = Numbers.convert(type, BigDecimal.ZERO) instanceof Float;
        double largest = single ? Float.MAX_VALUE : Double.MAX_VALUE;
        double low = min == null ? -largest : min.doubleValue();
        double high = max == null ? largest : max.doubleValue();
        return single ? new Floats((float) low, (float) high) : new Doubles(low, high);
      }
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        BigInteger largest = BigInteger.TEN.pow(decimal.getPrecision()).subtract(BigInteger.ONE);
        return new Decimals(
            decimal.getPrecision(),
            decimal.getScale(),
            min == null ? largest.negate() : min.setScale(decimal.getScale()).unscaledValue(),
            max == null ? largest : max.setScale(decimal.getScale()).unscaledValue());
      }
      default -> {
        BigInteger largest = Numbers.largest(type);
        long low =
            min == null
                ? largest.negate().longValue() - 1
                : ((Number) Numbers.convert(type, min)).longValue();
        long high =
            max == null ? largest.longValue() : ((Number) Numbers.convert(type, max)).longValue();
        return new Integers(type, low, high);
      }
    }
  }

  /** Returns true and false, equally often. */
  static ColumnGenerator booleans() {
    return new Booleans();
  }

  /** Returns texts of {@code length} hexadecimal digits. */
  static ColumnGenerator texts(int length) {
    return new Texts(length);
  }

  /** Returns the current time, or up to {@code maxPastMs} milliseconds before it. */
  static ColumnGenerator timestamps(long maxPastMs) {
    return new Timestamps(maxPastMs);
  }

  private record Integers(LogicalType type, long min, long max) implements ColumnGenerator {
    @Override
    public Object generate(long index, Random random) {
      long value;
      if (max < Long.MAX_VALUE) {
        value = random.nextLong(min, max + 1);
      } else {
        value = min == Long.MIN_VALUE ? random.nextLong() : random.nextLong(min - 1, max) + 1;
      }
      return switch (type.getTypeRoot()) {
        case TINYINT -> (Object) (byte) value;
        case SMALLINT -> (short) value;
        case INTEGER -> (int) value;
        default -> value;
      };
    }
  }

  private record Booleans() implements ColumnGenerator {
    @Override
    public Object generate(long index, Random random) {
      return random.nextBoolean();
    }
  }

  private record Floats(float min, float max) implements ColumnGenerator {
    @Override
    public Object generate(long index, Random random) {
      float share = random.nextFloat();
      return min * (1 - share) + max * share;
    }
  }

  private record Doubles(double min, double max) implements ColumnGenerator {
    @Override
    public Object generate(long index, Random random) {
      double share = random.nextDouble();
      return min * (1 - share) + max * share;
    }
  }

  private record Decimals(int precision, int scale, BigInteger min, BigInteger max)
      implements ColumnGenerator {
    @Override
    public Object generate(long index, Random random) {
      BigInteger span = max.subtract(min).add(BigInteger.ONE);
      // 64 bits more than needed: no value is noticeably more frequent than another.
      BigInteger value = new BigInteger(span.bitLength() + 64, random).mod(span).add(min);
      return DecimalData.fromBigDecimal(new BigDecimal(value, scale), precision, scale);
    }
  }

  private record Texts(int length) implements ColumnGenerator {
    @Override
    public Object generate(long index, Random random) {
      byte[] bytes = new byte[(length + 1) / 2];
      random.nextBytes(bytes);
      return StringData.fromString(HexFormat.of().formatHex(bytes).substring(0, length));
    }
  }

  private record Timestamps(long maxPastMs) implements ColumnGenerator {
    @Override
    public Object generate(long index, Random random) {
      long past = maxPastMs == 0 ? 0 : random.nextLong(maxPastMs + 1);
      return TimestampData.fromEpochMillis(System.currentTimeMillis() - past);
    }
  }
}
