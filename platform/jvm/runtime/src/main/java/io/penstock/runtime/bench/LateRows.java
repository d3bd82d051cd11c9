package io.penstock.runtime.bench;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.MetricNames;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerJobMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * Finds out which row was dropped as late, and where.
 *
 * <p>Operators count what they drop. Nothing else is under way when a row has been sent, so a counter that moved
 * moved because of that row. The cluster's own collection of metrics comes seconds too late, and the job's tree
 * of metrics has no public door, hence the reflection.
 */
final class LateRows {

  private static final String COUNTER = "numLateRecordsDropped";
  private static final Field METRICS = field(AbstractMetricGroup.class, "metrics");
  private static final Field TASKS = field(TaskManagerJobMetricGroup.class, "tasks");
  private static final Field OPERATORS = field(TaskMetricGroup.class, "operators");

  private final TaskManagerJobMetricGroup job;
  private final Pile pile;
  private final Map<String, Long> seen;

  LateRows(MetricGroup own, Board board, Pile pile) {
    TaskMetricGroup task = (TaskMetricGroup) ((InternalOperatorMetricGroup) own).getTaskMetricGroup();
    job = task.parent();
    this.pile = pile;
    seen = board.late();
  }

  /** Notes the drops since the last look of any source, as caused by line {@code number}. */
  void look(int number) {
    for (Object task : values(TASKS, job)) {
      for (Object operator : values(OPERATORS, task)) {
        InternalOperatorMetricGroup group = (InternalOperatorMetricGroup) operator;
        if (metrics(group).get(COUNTER) instanceof Counter counter) {
          note(group, counter.getCount(), number);
        }
      }
    }
  }

  private void note(InternalOperatorMetricGroup group, long count, int number) {
    Map<String, String> names = group.getAllVariables();
    String key = names.get("<operator_id>");
    long before = seen.getOrDefault(key, 0L);
    if (count == before) {
      return;
    }
    seen.put(key, count);
    var line = JsonNodeFactory.instance.objectNode();
    line.put("line", number).put("operator", names.get("<operator_name>")).put("dropped", count - before);
    line.put("id", key).put("total", count);
    // A late row moves no watermark, so what it stands at now is what it stood at then.
    if (metrics(group).get(MetricNames.IO_CURRENT_INPUT_WATERMARK) instanceof Gauge<?> mark) {
      line.put("watermark", (Long) mark.getValue());
    }
    pile.add(line.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Object> values(Field field, Object group) {
    synchronized (group) {
      return List.copyOf(((Map<?, ?>) get(field, group)).values());
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Metric> metrics(InternalOperatorMetricGroup group) {
    return (Map<String, Metric>) get(METRICS, group);
  }

  private static Object get(Field field, Object group) {
    try {
      return field.get(group);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(owner.getName() + " has no '" + name + "' in this version of Flink.", e);
    }
  }
}
