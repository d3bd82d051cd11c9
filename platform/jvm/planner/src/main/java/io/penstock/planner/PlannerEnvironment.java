package io.penstock.planner;

import io.penstock.sdk.DdlWriter;
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

/** A Flink table environment with the tables and views of the job that is being checked. */
public final class PlannerEnvironment {

  private final TableEnvironmentImpl env;
  private final PlannerBase planner;
  private final CatalogManager catalog;

  public PlannerEnvironment(Map<String, String> settings) {
    JobRestrictions.requireAllowed(settings);
    EnvironmentSettings environmentSettings =
        EnvironmentSettings.newInstance()
            .inStreamingMode()
            .withConfiguration(Configuration.fromMap(settings))
            .build();
    env = (TableEnvironmentImpl) TableEnvironment.create(environmentSettings);
    planner = (PlannerBase) env.getPlanner();
    catalog = env.getCatalogManager();
  }

  public CalciteParser parser() {
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

  /** Lets the connector validate its options, as it does when the job starts. */
  void checkConnector(String name, boolean sink) {
    ResolvedCatalogTable table = (ResolvedCatalogTable) table(name);
    JobRestrictions.requireAllowedConnector(table.getOptions().get("connector"));
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    var config = env.getConfig();
    if (sink) {
      FactoryUtil.createDynamicTableSink(
          null, identifier(name), table, Map.of(), config, loader, true);
    } else {
      FactoryUtil.createDynamicTableSource(
          null, identifier(name), table, Map.of(), config, loader, true);
    }
  }

  /** Optimises the inserts and translates them to Flink's operators, without running anything. */
  void translate(List<? extends ModifyOperation> inserts) {
    planner.translate(List.copyOf(inserts));
  }

  /** Plans a view alone, as far as that is possible without a sink. */
  void optimize(String view) {
    env.explainInternal(
        List.of(env.from(DdlWriter.quoteIdentifier(view)).getQueryOperation()), ExplainFormat.TEXT);
  }

  /** Returns the plan of the inserts as one job, as text, followed by the operators as JSON. */
  String explain(List<Operation> inserts) {
    return env.explainInternal(inserts, ExplainFormat.TEXT, ExplainDetail.JSON_EXECUTION_PLAN);
  }

  private ObjectIdentifier identifier(String name) {
    return ObjectIdentifier.of(catalog.getCurrentCatalog(), catalog.getCurrentDatabase(), name);
  }
}
