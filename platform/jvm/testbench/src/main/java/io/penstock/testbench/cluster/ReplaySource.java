package io.penstock.testbench.cluster;

import io.penstock.shim.SourceBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * Emits the rows of one table, each in its turn among the rows of all tables, and then the final
 * watermark.
 */
public final class ReplaySource extends SourceBase {

  /**
   * Prefix of the accumulator of late records, see {@link LateRecordDetector}; the source's number
   * follows.
   */
  public static final String LATE = "penstock.late.";

  private static final long serialVersionUID = 1L;

  private final String run;
  private final ReplayRowDecoder rows;
  private int number;
  private int[] turns;
  private transient RunCoordinator coordinator;
  private transient LateRecordDetector late;

  ReplaySource(String run, ReplayRowDecoder rows) {
    this.run = run;
    this.rows = rows;
  }

  /** The name of the table, in the plan and in the script. */
  public String name() {
    return rows.table();
  }

  /** Returns the numbers of the plan's lines that this source emits. */
  public int[] lines() {
    try {
      int[] lines = new int[rows.count()];
      Iterator<ReplayRowDecoder.Step> steps = rows.steps();
      for (int i = 0; i < lines.length; i++) {
        lines[i] = steps.next().number();
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the number of this source, and a turn for each of its lines plus one for its end. */
  public void assign(int number, int[] turns) {
    this.number = number;
    this.turns = turns;
  }

  @Override
  protected void open() {
    coordinator = RunCoordinator.forRun(run);
    LineAccumulator lines = new LineAccumulator();
    getRuntimeContext().addAccumulator(LATE + number, lines);
    late = new LateRecordDetector(getRuntimeContext().getMetricGroup(), coordinator, lines);
  }

  @Override
  protected void emit(Output out) throws Exception {
    Iterator<ReplayRowDecoder.Step> steps = rows.steps();
    int done = 0;
    while (steps.hasNext()) {
      ReplayRowDecoder.Step step = steps.next();
      if (!coordinator.awaitTurn(turns[done++]) || isCancelled()) {
        return;
      }
      if (step.pauseMs() > 0) {
        Thread.sleep(step.pauseMs());
      }
      coordinator.setCurrentLine(step.number());
      send(step, out);
      late.detect(step.number());
      coordinator.advanceTurn();
    }
    if (coordinator.awaitTurn(turns[done])) {
      coordinator.setCurrentLine(-1);
      out.finish();
      late.detect(-1);
      coordinator.advanceTurn();
    }
  }

  private static void send(ReplayRowDecoder.Step step, Output out) {
    if (step.row() == null) {
      out.markIdle();
    } else {
      out.collect(step.row());
    }
  }
}
