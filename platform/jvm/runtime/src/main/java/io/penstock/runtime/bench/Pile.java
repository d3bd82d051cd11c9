package io.penstock.runtime.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import org.apache.flink.api.common.accumulators.Accumulator;

/** An accumulator of lines. Flink sends a copy now and then while the task adds to it, hence the locks. */
public final class Pile implements Accumulator<byte[], byte[]> {

  private static final long serialVersionUID = 1L;

  private byte[] kept = {};
  private transient ByteArrayOutputStream fresh;

  @Override
  public synchronized void add(byte[] line) {
    if (fresh == null) {
      fresh = new ByteArrayOutputStream();
    }
    fresh.writeBytes(line);
    fresh.write('\n');
  }

  @Override
  public synchronized byte[] getLocalValue() {
    if (fresh != null) {
      ByteArrayOutputStream all = new ByteArrayOutputStream(kept.length + fresh.size());
      all.writeBytes(kept);
      all.writeBytes(fresh.toByteArray());
      kept = all.toByteArray();
      fresh = null;
    }
    return kept;
  }

  @Override
  public synchronized void resetLocal() {
    kept = new byte[0];
    fresh = null;
  }

  @Override
  public synchronized void merge(Accumulator<byte[], byte[]> other) {
    byte[] more = other.getLocalValue();
    byte[] mine = getLocalValue();
    kept = new byte[mine.length + more.length];
    System.arraycopy(mine, 0, kept, 0, mine.length);
    System.arraycopy(more, 0, kept, mine.length, more.length);
  }

  @Override
  public Pile clone() {
    Pile copy = new Pile();
    copy.kept = getLocalValue();
    return copy;
  }

  /** Short, since the cluster keeps it as text for every finished job. */
  @Override
  public String toString() {
    return getLocalValue().length + " bytes";
  }

  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    getLocalValue();
    out.defaultWriteObject();
  }
}
