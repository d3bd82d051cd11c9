package io.penstock.connectors.datagen;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Numbers as values of a column's type. */
final class Numbers {

  /** Digits of the largest BIGINT; a text that counts further has no use. */
  private static final int MOST_DIGITS = 18;

  private Numbers() {}

  /**
   * Returns {@code number} in the internal data structure of {@code type}, which may be a text.
   *
   * @throws ArithmeticException if it does not fit
   */
  static Object convert(LogicalType type, BigDecimal number) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> number.byteValueExact();
      case SMALLINT -> number.shortValueExact();
      case INTEGER -> number.intValueExact();
      case BIGINT -> number.longValueExact();
      case FLOAT -> number.floatValue();
      case DOUBLE -> number.doubleValue();
      case DECIMAL -> toDecimal((DecimalType) type, number);
      case CHAR, VARCHAR -> StringData.fromString(number.toPlainString());
      default -> throw new IllegalArgumentException(type.asSummaryString() + " holds no numbers");
    };
  }

  private static DecimalData toDecimal(DecimalType type, BigDecimal number) {
    DecimalData found = DecimalData.fromBigDecimal(number, type.getPrecision(), type.getScale());
    if (found == null) {
      throw new ArithmeticException(number + " does not fit " + type.asSummaryString());
    }
    return found;
  }

  /** Returns the largest whole number that {@code type} holds without loss. */
  static BigInteger largest(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> BigInteger.valueOf(Byte.MAX_VALUE);
      case SMALLINT -> BigInteger.valueOf(Short.MAX_VALUE);
      case INTEGER -> BigInteger.valueOf(Integer.MAX_VALUE);
      case FLOAT -> BigInteger.ONE.shiftLeft(24);
      case DOUBLE -> BigInteger.ONE.shiftLeft(53);
      case DECIMAL -> digits(((DecimalType) type).getPrecision() - ((DecimalType) type).getScale());
      case CHAR, VARCHAR -> {
        int length = LogicalTypeChecks.getLength(type);
        yield length > MOST_DIGITS ? BigInteger.valueOf(Long.MAX_VALUE) : digits(length);
      }
      default -> BigInteger.valueOf(Long.MAX_VALUE);
    };
  }

  private static BigInteger digits(int count) {
    return BigInteger.TEN.pow(count).subtract(BigInteger.ONE);
  }
}
