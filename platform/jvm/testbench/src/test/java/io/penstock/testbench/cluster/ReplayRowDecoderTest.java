package io.penstock.testbench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Iterator;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

class ReplayRowDecoderTest {

  private static final RowType COLUMNS =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("id", DataTypes.INT()),
                  DataTypes.FIELD("amount", DataTypes.DECIMAL(38, 18)),
                  DataTypes.FIELD("at", DataTypes.TIMESTAMP(3)))
              .getLogicalType();
  private static final RowType NONE = RowType.of();

  private static Iterator<ReplayRowDecoder.Step> steps(RowType metadata, String... lines)
      throws Exception {
    ReplayPlan plan = new ReplayPlan("run", new CaptureLimits(1, 1));
    for (int number = 0; number < lines.length; number++) {
      plan.addLine(number, lines[number]);
    }
    var bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes)
        .writeObject(new ReplayRowDecoder("t", COLUMNS, metadata, plan.lines("t")));
    return ((ReplayRowDecoder)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
        .steps();
  }

  @Test
  void rowsKeepTheirPlaceInThePlanTheirKindAndTheirDigits() throws Exception {
    var steps =
        steps(
            NONE,
            "{\"table\": \"other\", \"row\": {}}",
            "{\"row\": {\"id\": 1, \"amount\": 12345678901234567890.123456789012345678,"
                + " \"at\": \"2026-01-02 03:04:05.678\"}, \"table\": \"t\", \"pause_ms\": 5}",
            "{\"table\": \"t\", \"idle\": true}",
            "{\"table\": \"t\", \"kind\": \"-D\", \"row\": {\"id\": 1}}");
    ReplayRowDecoder.Step first = steps.next();
    assertEquals(1, first.number());
    assertEquals(5, first.pauseMs());
    assertEquals(RowKind.INSERT, first.row().getRowKind());
    assertEquals(
        "12345678901234567890.123456789012345678", first.row().getDecimal(1, 38, 18).toString());
    assertEquals(TimestampData.fromEpochMillis(1767323045678L), first.row().getTimestamp(2, 3));
    assertNull(steps.next().row());
    ReplayRowDecoder.Step last = steps.next();
    assertEquals(3, last.number());
    assertEquals(RowKind.DELETE, last.row().getRowKind());
    assertTrue(last.row().isNullAt(2));
    assertEquals(false, steps.hasNext());
  }

  @Test
  void metadataIsGivenOrAsKafkaWouldHaveIt() throws Exception {
    RowType metadata =
        (RowType)
            DataTypes.ROW(
                    DataTypes.FIELD("partition", DataTypes.INT().notNull()),
                    DataTypes.FIELD("offset", DataTypes.BIGINT().notNull()),
                    DataTypes.FIELD(
                        "timestamp", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3).notNull()),
                    DataTypes.FIELD(
                        "headers", DataTypes.MAP(DataTypes.STRING(), DataTypes.BYTES())))
                .getLogicalType();
    var steps =
        steps(
            metadata,
            "{\"table\": \"t\", \"row\": {\"id\": 1}}",
            "{\"table\": \"t\", \"row\": {\"id\": 2}, \"meta\": {\"partition\": 3,"
                + " \"timestamp\": \"2026-01-02 03:04:05.678Z\", \"headers\": {\"h\": \"AQI=\"}}}");
    RowData plain = steps.next().row();
    assertEquals(0, plain.getInt(3));
    assertEquals(0, plain.getLong(4));
    RowData second = steps.next().row();
    assertEquals(3, second.getInt(3));
    assertEquals(1, second.getLong(4));
    assertEquals(1767323045678L, second.getTimestamp(5, 3).getMillisecond());
    assertEquals(StringData.fromString("h"), second.getMap(6).keyArray().getString(0));
    assertEquals(2, second.getMap(6).valueArray().getBinary(0)[1]);
  }

  @Test
  void whatDoesNotFitIsNamed() throws Exception {
    var steps =
        steps(
            NONE,
            "{\"table\": \"t\", \"row\": {\"id\": \"many\"}}",
            "{\"table\": \"t\", \"row\": 7}");
    String message = assertThrows(IllegalArgumentException.class, steps::next).getMessage();
    assertTrue(
        message.startsWith("Line 1 of the arrival plan does not fit the columns of 't'"), message);
    assertTrue(message.contains("id"), message);
    assertThrows(IllegalArgumentException.class, steps::next);
    ReplayPlan plan = new ReplayPlan("run", new CaptureLimits(1, 1));
    assertThrows(IllegalArgumentException.class, () -> plan.addLine(0, "{\"row\": {}}"));
    assertThrows(IllegalArgumentException.class, () -> plan.addLine(0, "oops"));
  }

  @Test
  void aPileIsSentWhileItGrows() throws Exception {
    LineAccumulator lines = new LineAccumulator();
    lines.add("a".getBytes());
    LineAccumulator copy = lines.clone();
    lines.add("b".getBytes());
    assertEquals("a\n", new String(copy.getLocalValue()));
    copy.merge(lines);
    assertEquals("a\na\nb\n", new String(copy.getLocalValue()));
    var bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(lines);
    LineAccumulator read =
        (LineAccumulator)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertEquals("a\nb\n", new String(read.getLocalValue()));
    assertEquals("4 bytes", read.toString());
  }
}
