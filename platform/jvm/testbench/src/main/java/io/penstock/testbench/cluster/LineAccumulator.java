package io.penstock.testbench.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import org.apache.flink.api.common.accumulators.Accumulator;

/**
 * An accumulator of lines. Flink sends copies while the task adds lines, so access is synchronized.
 */
public final class LineAccumulator implements Accumulator<byte[], byte[]> {

  private static final long serialVersionUID = 1L;

  private byte[] stored = {};
  private transient ByteArrayOutputStream buffer;

  @Override
  public synchronized void add(byte[] line) {
    if (buffer == null) {
      buffer = new ByteArrayOutputStream();
    }
    buffer.writeBytes(line);
    buffer.write('\n');
  }

  @Override
  public synchronized byte[] getLocalValue() {
    if (buffer != null) {
      ByteArrayOutputStream all = new ByteArrayOutputStream(stored.length + buffer.size());
      all.writeBytes(stored);
      all.writeBytes(buffer.toByteArray());
      stored = all.toByteArray();
      buffer = null;
    }
    return stored;
  }

  @Override
  public synchronized void resetLocal() {
    stored = new byte[0];
    buffer = null;
  }

  @Override
  public synchronized void merge(Accumulator<byte[], byte[]> other) {
    byte[] more = other.getLocalValue();
    byte[] mine = getLocalValue();
    stored = new byte[mine.length + more.length];
    System.arraycopy(mine, 0, stored, 0, mine.length);
    System.arraycopy(more, 0, stored, mine.length, more.length);
  }

  @Override
  public LineAccumulator clone() {
    LineAccumulator copy = new LineAccumulator();
    copy.stored = getLocalValue();
    return copy;
  }

  /** Short, because the cluster stores this text for every finished job. */
  @Override
  public String toString() {
    return getLocalValue().length + " bytes";
  }

  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    getLocalValue();
    out.defaultWriteObject();
  }
}
