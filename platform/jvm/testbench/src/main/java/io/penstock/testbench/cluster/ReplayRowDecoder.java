package io.penstock.testbench.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonRowDataDeserializationSchema;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/** Decodes the lines of one table in the plan into rows. Serialized with the job, compressed. */
final class ReplayRowDecoder implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String table;
  private final RowType physical;
  private final RowType metadata;
  private final byte[] compressed;
  private final int count;

  /**
   * One step: a row, or null if the table becomes idle; {@code number} is the number of the plan's
   * line.
   */
  record Step(int number, RowData row, long pauseMs) {}

  ReplayRowDecoder(String table, RowType physical, RowType metadata, List<ReplayPlan.Line> lines) {
    this.table = table;
    this.physical = physical;
    this.metadata = metadata;
    this.compressed = compress(lines);
    this.count = lines.size();
  }

  String table() {
    return table;
  }

  int count() {
    return count;
  }

  /** Returns the steps in the order of the plan. */
  Iterator<Step> steps() throws IOException {
    var in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(compressed)));
    var reader = new Reader();
    return new Iterator<>() {
      private int done;

      @Override
      public boolean hasNext() {
        return done < count;
      }

      @Override
      public Step next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        done++;
        try {
          int number = in.readInt();
          return reader.decodeStep(number, in.readNBytes(in.readInt()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static byte[] compress(List<ReplayPlan.Line> lines) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      for (ReplayPlan.Line line : lines) {
        out.writeInt(line.number());
        out.writeInt(line.text().length);
        out.write(line.text());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private final class Reader {

    private final ObjectMapper json =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private final JsonRowDataDeserializationSchema values = createSchema(physical);
    private final JsonRowDataDeserializationSchema meta = createSchema(metadata);
    private long offset;

    private Step decodeStep(int number, byte[] text) throws IOException {
      JsonNode line = json.readTree(text);
      if (line.path("idle").asBoolean()) {
        return new Step(number, null, line.path("pause_ms").asLong());
      }
      RowData row = convert(values, line.path("row"), number);
      if (metadata.getFieldCount() > 0) {
        row = new JoinedRowData(row, convert(meta, withDefaults(line.path("meta")), number));
      }
      row.setRowKind(parseKind(line.path("kind").asText("+I")));
      return new Step(number, row, line.path("pause_ms").asLong());
    }

    // Data packs may omit metadata; the defaults are those of a Kafka topic with one partition.
    private ObjectNode withDefaults(JsonNode given) {
      ObjectNode full = JsonNodeFactory.instance.objectNode();
      full.put("topic", table)
          .put("partition", 0)
          .put("offset", offset++)
          .put("timestamp-type", "CreateTime");
      full.put("leader-epoch", 0).put("timestamp", "1970-01-01 00:00:00Z").putObject("headers");
      if (given.isObject()) {
        full.setAll((ObjectNode) given);
      }
      return full;
    }

    private RowData convert(JsonRowDataDeserializationSchema schema, JsonNode node, int number) {
      if (!node.isObject()) {
        throw new IllegalArgumentException(
            "Row %d of '%s' is not an object.".formatted(number + 1, table));
      }
      try {
        return schema.convertToRowData(node);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "Line %d of the arrival plan does not fit the columns of '%s': %s"
                .formatted(number + 1, table, describeCause(e)),
            e);
      }
    }

    private static String describeCause(Throwable e) {
      Throwable at = e;
      while (at.getCause() != null) {
        at = at.getCause();
      }
      String outer = e.getMessage() == null ? "" : e.getMessage();
      return at == e || at.getMessage() == null ? outer : outer + " " + at.getMessage();
    }

    private static RowKind parseKind(String text) {
      for (RowKind kind : RowKind.values()) {
        if (kind.shortString().equals(text)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("A change must be +I, -U, +U or -D, not '" + text + "'.");
    }

    private static JsonRowDataDeserializationSchema createSchema(RowType type) {
      return new JsonRowDataDeserializationSchema(
          type, TypeInformation.of(RowData.class), false, false, TimestampFormat.SQL);
    }
  }
}
