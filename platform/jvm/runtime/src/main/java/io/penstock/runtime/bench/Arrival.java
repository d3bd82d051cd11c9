package io.penstock.runtime.bench;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The first step of a task that can be watched: tells each {@link Relay} that what it sent is done with. */
public final class Arrival<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  private final String run;
  private transient Board board;

  public Arrival(String run) {
    this.run = run;
    chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void open() throws Exception {
    super.open();
    board = Board.of(run);
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    output.collect(element);
  }

  @Override
  public void processLatencyMarker(LatencyMarker marker) throws Exception {
    OperatorID from = marker.getOperatorId();
    if (from.getUpperPart() == Relay.MARK) {
      board.crossing((int) from.getLowerPart()).done(marker.getMarkedTime());
    } else {
      super.processLatencyMarker(marker);
    }
  }
}
