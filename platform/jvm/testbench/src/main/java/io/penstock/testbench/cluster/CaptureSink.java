package io.penstock.testbench.cluster;

import io.penstock.shim.SinkBase;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Stores every change as JSON, in the order of arrival; changes beyond the limits are only counted.
 */
public final class CaptureSink extends SinkBase {

  /**
   * Prefix of the accumulator of captured changes, lines {@code {"n", "line", "kind", "row"}}; the
   * sink's number follows.
   */
  public static final String ROWS = "penstock.rows.";

  /** Prefix of the accumulator that counts all changes; the sink's number follows. */
  public static final String COUNT = "penstock.count.";

  private static final long serialVersionUID = 1L;

  private final String run;
  private final String name;
  private final CaptureLimits limits;
  private final RowJsonEncoder encoder;
  private int number;
  private transient RunCoordinator coordinator;
  private transient LineAccumulator lines;
  private transient LongCounter count;

  CaptureSink(String run, String name, RowType type, CaptureLimits limits) {
    this.run = run;
    this.name = name;
    this.limits = limits;
    encoder = new RowJsonEncoder(type);
  }

  public String name() {
    return name;
  }

  public void assign(int number) {
    this.number = number;
  }

  @Override
  protected void open() {
    coordinator = RunCoordinator.forRun(run);
    lines = new LineAccumulator();
    count = new LongCounter();
    getRuntimeContext().addAccumulator(ROWS + number, lines);
    getRuntimeContext().addAccumulator(COUNT + number, count);
  }

  @Override
  protected void write(RowData row) {
    count.add(1L);
    if (coordinator.isFull()) {
      return;
    }
    String json = encoder.encode(row);
    RunCoordinator.Position position = coordinator.reserve(json.length(), limits);
    if (position != null) {
      String line =
          "{\"n\":%d,\"line\":%d,\"kind\":\"%s\",\"row\":%s}"
              .formatted(
                  position.sequence(), position.line(), row.getRowKind().shortString(), json);
      lines.add(line.getBytes(StandardCharsets.UTF_8));
    }
  }
}
