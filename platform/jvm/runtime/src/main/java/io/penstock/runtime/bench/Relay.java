package io.penstock.runtime.bench;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * The last step before a way to another task: hands on one thing at a time and waits until it has been dealt with.
 *
 * <p>So a call into another task is like a call into the same one, and the job does everything in the order in
 * which a single thread would. A latency marker follows each thing sent; {@link Arrival} sees it on the other side.
 */
public final class Relay<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {

  static final long MARK = 0x70656e73746f636bL;
  private static final long serialVersionUID = 1L;

  private final String run;
  private final int edge;
  private transient Crossing crossing;
  private transient long sent;

  public Relay(String run, int edge) {
    this.run = run;
    this.edge = edge;
    chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void open() throws Exception {
    super.open();
    crossing = Board.of(run).crossing(edge);
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    output.collect(element);
    follow();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    super.processWatermark(mark);
    follow();
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    super.processWatermarkStatus(status);
    follow();
  }

  private void follow() throws InterruptedException {
    sent++;
    output.emitLatencyMarker(new LatencyMarker(sent, new OperatorID(edge, MARK), 0));
    crossing.await(sent);
  }
}
