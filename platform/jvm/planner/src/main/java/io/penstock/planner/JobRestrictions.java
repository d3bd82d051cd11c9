package io.penstock.planner;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * What a script may ask of the process itself: the options of its environment and the connectors of
 * its tables.
 *
 * <p>The compiler leaves out what is not permitted; these lists hold even if it does not. An option
 * such as {@code table.catalog-store.kind} takes effect as soon as an environment is created.
 */
public final class JobRestrictions {

  /** Options by name; a name that ends with {@code *} permits all that start with it. */
  static final List<String> OPTIONS =
      List.of(
          "execution.buffer-timeout.interval",
          "execution.checkpointing.aligned-checkpoint-timeout",
          "execution.checkpointing.alignment-timeout",
          "execution.checkpointing.checkpoints-after-tasks-finish.enabled",
          "execution.checkpointing.externalized-checkpoint-retention",
          "execution.checkpointing.interval",
          "execution.checkpointing.max-concurrent-checkpoints",
          "execution.checkpointing.min-pause",
          "execution.checkpointing.mode",
          "execution.checkpointing.num-retained",
          "execution.checkpointing.snapshot-compression",
          "execution.checkpointing.timeout",
          "execution.checkpointing.tolerable-failed-checkpoints",
          "execution.checkpointing.unaligned.*",
          "parallelism.default",
          "pipeline.auto-watermark-interval",
          "pipeline.max-parallelism",
          "pipeline.object-reuse",
          "pipeline.operator-chaining.*",
          "restart-strategy.exponential-delay.*",
          "restart-strategy.fixed-delay.*",
          "restart-strategy.type",
          "state.backend.incremental",
          "state.backend.latency-track.*",
          "table.exec.*",
          "table.local-time-zone",
          "table.optimizer.*",
          "taskmanager.network.memory.buffer-debloat.enabled");

  /** Connectors of Flink's distribution that reach neither files nor a network. */
  private static final Set<String> BUILT_IN = Set.of("blackhole", "datagen", "print");

  private static final Set<String> REFUSED_CONNECTORS = findRefusedConnectors();

  private JobRestrictions() {}

  /**
   * Call it before an environment is created.
   *
   * @throws StatementRejectedException for an option that is not on the list
   */
  public static void requireAllowed(Map<String, String> settings) {
    for (String name : settings.keySet()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (OPTIONS.stream().noneMatch(pattern -> matches(pattern, lower))) {
        throw new StatementRejectedException(
            Diagnostic.Kind.VALIDATE,
            "The option " + name + " is not among the permitted ones.",
            null);
      }
    }
  }

  /**
   * Call it before the connector sees its options.
   *
   * @throws StatementRejectedException for a connector that no operator uses
   */
  static void requireAllowedConnector(String connector) {
    if (REFUSED_CONNECTORS.contains(connector)) {
      throw new StatementRejectedException(
          Diagnostic.Kind.VALIDATE, "The connector '" + connector + "' is not permitted.", null);
    }
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  // The connectors of technologies have jars of their own; all others come with the distribution.
  private static Set<String> findRefusedConnectors() {
    String distribution = folderOf(FactoryUtil.class);
    Set<String> refused = new HashSet<>();
    for (Factory factory : ServiceLoader.load(Factory.class)) {
      if (factory instanceof DynamicTableFactory
          && folderOf(factory.getClass()).equals(distribution)
          && !BUILT_IN.contains(factory.factoryIdentifier())) {
        refused.add(factory.factoryIdentifier());
      }
    }
    return refused;
  }

  private static String folderOf(Class<?> type) {
    String location = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return location.substring(0, location.lastIndexOf('/'));
  }
}
