package io.penstock.testbench.cluster;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Acknowledges to each {@link SynchronousSendOperator} that a record it sent has been processed
 * completely.
 */
public final class AckOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  private final String run;
  private transient RunCoordinator coordinator;

  public AckOperator(String run) {
    this.run = run;
    chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void open() throws Exception {
    super.open();
    coordinator = RunCoordinator.forRun(run);
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    output.collect(element);
  }

  @Override
  public void processLatencyMarker(LatencyMarker marker) throws Exception {
    OperatorID from = marker.getOperatorId();
    if (from.getUpperPart() == SynchronousSendOperator.MARK) {
      coordinator.barrier((int) from.getLowerPart()).acknowledge(marker.getMarkedTime());
    } else {
      super.processLatencyMarker(marker);
    }
  }
}
