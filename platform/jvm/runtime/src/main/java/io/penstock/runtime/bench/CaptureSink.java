package io.penstock.runtime.bench;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.functions.sink.RichSinkFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Keeps every change that arrives, as JSON, in the order of arrival; what no longer fits is only counted. */
public final class CaptureSink extends RichSinkFunction<RowData> {

  /** The captured changes: lines {@code {"n", "line", "kind", "row"}}; the sink's number follows. */
  public static final String ROWS = "penstock.rows.";

  /** How many changes came in all; the sink's number follows. */
  public static final String COUNT = "penstock.count.";

  private static final long serialVersionUID = 1L;

  private final String run;
  private final String name;
  private final Limits limits;
  private final RowText text;
  private int number;
  private transient Board board;
  private transient Pile pile;
  private transient LongCounter count;

  CaptureSink(String run, String name, RowType type, Limits limits) {
    this.run = run;
    this.name = name;
    this.limits = limits;
    text = new RowText(type);
  }

  public String name() {
    return name;
  }

  public void assign(int number) {
    this.number = number;
  }

  @Override
  public void open(Configuration parameters) {
    board = Board.of(run);
    pile = new Pile();
    count = new LongCounter();
    getRuntimeContext().addAccumulator(ROWS + number, pile);
    getRuntimeContext().addAccumulator(COUNT + number, count);
  }

  @Override
  public void invoke(RowData row, Context context) {
    count.add(1L);
    if (board.isFull()) {
      return;
    }
    String shown = text.of(row);
    Board.Place place = board.place(shown.length(), limits);
    if (place != null) {
      String line =
          "{\"n\":%d,\"line\":%d,\"kind\":\"%s\",\"row\":%s}"
              .formatted(place.sequence(), place.line(), row.getRowKind().shortString(), shown);
      pile.add(line.getBytes(StandardCharsets.UTF_8));
    }
  }
}
