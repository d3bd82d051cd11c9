package io.penstock.testbench.cluster;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Drops the rows of suppressed lines; placed after a source and its watermark assigner. */
public final class RowFilterOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  private final String run;
  private transient RunCoordinator coordinator;
  private transient SuppressedLines suppressed;

  public RowFilterOperator(String run) {
    this.run = run;
    chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void open() throws Exception {
    super.open();
    coordinator = RunCoordinator.forRun(run);
    suppressed =
        SuppressedLines.fromParameters(getExecutionConfig().getGlobalJobParameters().toMap());
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    if (!suppressed.contains(coordinator.currentLine())) {
      output.collect(element);
    }
  }
}
