package io.penstock.runtime.bench;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Stands for a network between two operators of one task: what comes out was written and read.
 *
 * <p>Operators rely on that. A window's first half, for one, writes a number where its second half reads a time.
 */
public final class Passage<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  private final TypeSerializer<T> type;
  private transient DataOutputSerializer out;
  private transient DataInputDeserializer in;

  public Passage(TypeSerializer<T> type) {
    this.type = type;
    chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void open() throws Exception {
    super.open();
    out = new DataOutputSerializer(256);
    in = new DataInputDeserializer();
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    out.clear();
    type.serialize(element.getValue(), out);
    in.setBuffer(out.getCopyOfBuffer());
    output.collect(element.replace(type.deserialize(in)));
  }
}
