package io.penstock.testbench.cluster;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * The last operator before an edge to another task: sends one element at a time and waits until it
 * is processed.
 *
 * <p>Sending to another task then behaves like a call in the same task, so the job processes
 * everything in the order of a single thread. A latency marker follows each element; {@link
 * AckOperator} receives it in the other task.
 */
public final class SynchronousSendOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  static final long MARK = 0x70656e73746f636bL;
  private static final long serialVersionUID = 1L;

  private final String run;
  private final int edge;
  private transient EdgeBarrier barrier;
  private transient long sent;

  public SynchronousSendOperator(String run, int edge) {
    this.run = run;
    this.edge = edge;
    chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void open() throws Exception {
    super.open();
    barrier = RunCoordinator.forRun(run).barrier(edge);
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    output.collect(element);
    awaitAcknowledgement();
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    super.processWatermark(watermark);
    awaitAcknowledgement();
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    super.processWatermarkStatus(status);
    awaitAcknowledgement();
  }

  private void awaitAcknowledgement() throws InterruptedException {
    sent++;
    output.emitLatencyMarker(new LatencyMarker(sent, new OperatorID(edge, MARK), 0));
    barrier.await(sent);
  }
}
