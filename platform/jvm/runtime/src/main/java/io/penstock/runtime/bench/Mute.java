package io.penstock.runtime.bench;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Stands behind a source and its watermarks, and keeps the rows of muted lines from going on. */
public final class Mute<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  private final String run;
  private transient Board board;
  private transient Muted muted;

  public Mute(String run) {
    this.run = run;
    chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void open() throws Exception {
    super.open();
    board = Board.of(run);
    muted = Muted.of(getExecutionConfig().getGlobalJobParameters().toMap());
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    if (!muted.holds(board.now())) {
      output.collect(element);
    }
  }
}
