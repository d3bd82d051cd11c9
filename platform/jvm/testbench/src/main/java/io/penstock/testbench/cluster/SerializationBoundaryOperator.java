package io.penstock.testbench.cluster;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Serializes and deserializes each record, as a network exchange between two tasks would.
 *
 * <p>Operators rely on that: the local half of a window aggregate writes a number where the global
 * half reads a timestamp.
 */
public final class SerializationBoundaryOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  private final TypeSerializer<T> type;
  private transient DataOutputSerializer out;
  private transient DataInputDeserializer in;

  public SerializationBoundaryOperator(TypeSerializer<T> type) {
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
