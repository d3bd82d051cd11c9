package io.penstock.planner;

import io.penstock.script.Ddl;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.ExplainFormat;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.internal.TableEnvironmentImpl;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogManager;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.operations.ModifyOperation;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.planner.calcite.FlinkPlannerImpl;
import org.apache.flink.table.planner.delegation.PlannerBase;
import org.apache.flink.table.planner.operations.SqlNodeToOperationConversion;
import org.apache.flink.table.planner.parse.CalciteParser;

/** One Flink table environment, holding the tables and views of the job under check. */
final class Session {

  private final TableEnvironmentImpl env;
  private final PlannerBase planner;
  private final CatalogManager catalog;

  Session(Map<String, String> settings) {
    EnvironmentSettings how =
        EnvironmentSettings.newInstance()
            .inStreamingMode()
            .withConfiguration(Configuration.fromMap(settings))
            .build();
    env = (TableEnvironmentImpl) TableEnvironment.create(how);
    planner = (PlannerBase) env.getPlanner();
    catalog = env.getCatalogManager();
  }

  CalciteParser parser() {
    return planner.createFlinkPlanner().parser();
  }

  /** Validates the statement against the tables known so far. */
  Operation convert(SqlNode statement) {
    FlinkPlannerImpl flink = planner.createFlinkPlanner();
    return SqlNodeToOperationConversion.convert(flink, catalog, statement).orElseThrow();
  }

  void register(String name, CatalogBaseTable table) {
    catalog.createTemporaryTable(table, identifier(name), false);
  }

  ResolvedCatalogBaseTable<?> table(String name) {
    return catalog.getTableOrError(identifier(name)).getResolvedTable();
  }

  ResolvedSchema schema(String name) {
    return table(name).getResolvedSchema();
  }

  /** Lets the connector judge its options, as it would when the job starts. */
  void connect(String name, boolean sink) {
    ResolvedCatalogTable table = (ResolvedCatalogTable) table(name);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    var config = env.getConfig();
    if (sink) {
      FactoryUtil.createDynamicTableSink(null, identifier(name), table, Map.of(), config, loader, true);
    } else {
      FactoryUtil.createDynamicTableSource(null, identifier(name), table, Map.of(), config, loader, true);
    }
  }

  /** Optimises and translates the inserts down to Flink's operators, without running anything. */
  void plan(List<? extends ModifyOperation> inserts) {
    planner.translate(List.copyOf(inserts));
  }

  /** Plans a view by itself, as far as that goes without a sink. */
  void optimize(String view) {
    env.explainInternal(List.of(env.from(Ddl.identifier(view)).getQueryOperation()), ExplainFormat.TEXT);
  }

  /** The plan of the inserts as one job, as text, followed by the operators as JSON. */
  String explain(List<Operation> inserts) {
    return env.explainInternal(inserts, ExplainFormat.TEXT, ExplainDetail.JSON_EXECUTION_PLAN);
  }

  private ObjectIdentifier identifier(String name) {
    return ObjectIdentifier.of(catalog.getCurrentCatalog(), catalog.getCurrentDatabase(), name);
  }
}
