package io.penstock.testbench.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.LookupFunction;
import org.apache.flink.table.types.logical.LogicalType;

/** Looks up rows of the table among all of its rows in the plan, regardless of their position. */
public final class ReplayLookupFunction extends LookupFunction {

  private static final long serialVersionUID = 1L;

  private final ReplayRowDecoder rows;
  private final int[] keys;
  private final List<LogicalType> types;
  private transient Map<RowData, List<RowData>> found;

  ReplayLookupFunction(ReplayRowDecoder rows, int[] keys, List<LogicalType> types) {
    this.rows = rows;
    this.keys = keys;
    this.types = types;
  }

  @Override
  public void open(FunctionContext context) throws IOException {
    RowData.FieldGetter[] getters = new RowData.FieldGetter[keys.length];
    for (int i = 0; i < keys.length; i++) {
      getters[i] = RowData.createFieldGetter(types.get(keys[i]), keys[i]);
    }
    SuppressedLines suppressed =
        SuppressedLines.parse(context.getJobParameter(SuppressedLines.KEY, ""));
    found = new HashMap<>();
    for (Iterator<ReplayRowDecoder.Step> steps = rows.steps(); steps.hasNext(); ) {
      ReplayRowDecoder.Step step = steps.next();
      RowData row = step.row();
      if (row == null || suppressed.contains(step.number())) {
        continue;
      }
      Object[] key = new Object[keys.length];
      for (int i = 0; i < keys.length; i++) {
        key[i] = getters[i].getFieldOrNull(row);
      }
      found.computeIfAbsent(GenericRowData.of(key), absent -> new ArrayList<>()).add(row);
    }
  }

  @Override
  public Collection<RowData> lookup(RowData key) {
    return found.getOrDefault(key, List.of());
  }
}
