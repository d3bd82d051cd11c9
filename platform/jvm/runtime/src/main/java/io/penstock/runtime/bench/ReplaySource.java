package io.penstock.runtime.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.functions.source.RichSourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.table.data.RowData;

/** Sends the rows of one table, each at its turn among the rows of all tables, and then the end of time. */
public final class ReplaySource extends RichSourceFunction<RowData> {

  /** Late rows that were dropped, see {@link LateRows}; the source's number follows. */
  public static final String LATE = "penstock.late.";

  private static final long serialVersionUID = 1L;

  private final String run;
  private final Rows rows;
  private int number;
  private int[] turns;
  private transient Board board;
  private transient LateRows late;
  private transient volatile boolean cancelled;

  ReplaySource(String run, Rows rows) {
    this.run = run;
    this.rows = rows;
  }

  /** The name of the table, in the plan as in the script. */
  public String name() {
    return rows.table();
  }

  /** The numbers of the plan's lines that this source sends. */
  public int[] lines() {
    try {
      int[] lines = new int[rows.count()];
      Iterator<Rows.Step> steps = rows.steps();
      for (int i = 0; i < lines.length; i++) {
        lines[i] = steps.next().number();
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the source its number, and a turn for each line and one more for its end. */
  public void assign(int number, int[] turns) {
    this.number = number;
    this.turns = turns;
  }

  @Override
  public void open(Configuration parameters) {
    board = Board.of(run);
    Pile pile = new Pile();
    getRuntimeContext().addAccumulator(LATE + number, pile);
    late = new LateRows(getRuntimeContext().getMetricGroup(), board, pile);
  }

  @Override
  public void run(SourceContext<RowData> out) throws Exception {
    Iterator<Rows.Step> steps = rows.steps();
    int done = 0;
    while (steps.hasNext()) {
      Rows.Step step = steps.next();
      if (!board.await(turns[done++]) || cancelled) {
        return;
      }
      if (step.pauseMs() > 0) {
        Thread.sleep(step.pauseMs());
      }
      board.at(step.number());
      send(step, out);
      late.look(step.number());
      board.next();
    }
    if (board.await(turns[done])) {
      board.at(-1);
      out.emitWatermark(Watermark.MAX_WATERMARK);
      late.look(-1);
      board.next();
    }
  }

  private static void send(Rows.Step step, SourceContext<RowData> out) {
    if (step.row() == null) {
      out.markAsTemporarilyIdle();
      return;
    }
    synchronized (out.getCheckpointLock()) {
      out.collect(step.row());
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
