package io.penstock.testbench.cluster;

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
 * Detects which record was dropped as late, and by which operator.
 *
 * <p>Operators count the records they drop. No other record is in flight when a record has been
 * sent, so a changed counter is the effect of that record. Metrics reported by the cluster arrive
 * seconds later, and the metric tree of the job has no public API, so it is read by reflection.
 */
final class LateRecordDetector {

  private static final String COUNTER = "numLateRecordsDropped";
  private static final Field METRICS = field(AbstractMetricGroup.class, "metrics");
  private static final Field TASKS = field(TaskManagerJobMetricGroup.class, "tasks");
  private static final Field OPERATORS = field(TaskMetricGroup.class, "operators");

  private final TaskManagerJobMetricGroup job;
  private final LineAccumulator lines;
  private final Map<String, Long> counts;

  LateRecordDetector(MetricGroup own, RunCoordinator coordinator, LineAccumulator lines) {
    TaskMetricGroup task =
        (TaskMetricGroup) ((InternalOperatorMetricGroup) own).getTaskMetricGroup();
    job = task.parent();
    this.lines = lines;
    counts = coordinator.lateCounts();
  }

  /** Records the drops since the last call by any source, with line {@code number} as the cause. */
  void detect(int number) {
    for (Object task : values(TASKS, job)) {
      for (Object operator : values(OPERATORS, task)) {
        InternalOperatorMetricGroup group = (InternalOperatorMetricGroup) operator;
        if (metrics(group).get(COUNTER) instanceof Counter counter) {
          record(group, counter.getCount(), number);
        }
      }
    }
  }

  private void record(InternalOperatorMetricGroup group, long count, int number) {
    Map<String, String> names = group.getAllVariables();
    String key = names.get("<operator_id>");
    long before = counts.getOrDefault(key, 0L);
    if (count == before) {
      return;
    }
    counts.put(key, count);
    var line = JsonNodeFactory.instance.objectNode();
    line.put("line", number)
        .put("operator", names.get("<operator_name>"))
        .put("dropped", count - before);
    line.put("id", key).put("total", count);
    // A late record does not advance the watermark, so the current value is the one at the time of
    // the drop.
    if (metrics(group).get(MetricNames.IO_CURRENT_INPUT_WATERMARK) instanceof Gauge<?> watermark) {
      line.put("watermark", (Long) watermark.getValue());
    }
    lines.add(line.toString().getBytes(StandardCharsets.UTF_8));
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
      throw new IllegalStateException(
          owner.getName() + " has no '" + name + "' in this version of Flink.", e);
    }
  }
}
