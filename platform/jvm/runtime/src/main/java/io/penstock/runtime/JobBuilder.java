package io.penstock.runtime;

import io.penstock.sdk.DdlWriter;
import io.penstock.sdk.JobStartException;
import io.penstock.sdk.Script;
import io.penstock.sdk.StartPositionWriter;
import io.penstock.sdk.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Executes the statements of a script in order; all inserts form one Flink job. */
final class JobBuilder {

  private final JobArguments arguments;
  private final Set<String> publicOptions;
  private final StreamTableEnvironment env;
  private final StatementSet inserts;
  private final List<StartPositionWriter> startPositionWriters;

  JobBuilder(Script script, JobArguments arguments) {
    this.arguments = arguments;
    publicOptions = script.publicOptions();
    Map<String, String> settings = new LinkedHashMap<>(script.settings());
    settings.putAll(arguments.settings());
    EgressPolicy.takeFrom(settings).check();
    // The validator rejects OPTIONS hints. This also rejects them in a script that was never
    // validated.
    settings.put("table.dynamic-table-options.enabled", "false");
    Configuration configuration = Configuration.fromMap(settings);
    env =
        StreamTableEnvironment.create(
            StreamExecutionEnvironment.getExecutionEnvironment(configuration));
    env.getConfig().addConfiguration(configuration);
    inserts = env.createStatementSet();
    // The connectors' jars are beside this class in the bundle, so in the same class loader.
    startPositionWriters =
        ServiceLoader.load(StartPositionWriter.class, JobBuilder.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
  }

  void addStatement(Statement statement) {
    try {
      switch (statement.kind()) {
        case TABLE -> env.executeSql(createTableSql(statement));
        case VIEW -> env.executeSql(statement.sql());
        case INSERT -> inserts.addInsertSql(statement.sql());
      }
    } catch (JobStartException e) {
      throw e;
    } catch (RuntimeException e) {
      throw toStartException("Node '" + statement.node() + "' cannot be set up: ", e);
    }
  }

  void start() {
    try {
      inserts.execute();
    } catch (RuntimeException e) {
      throw toStartException("The job cannot be started: ", e);
    }
  }

  private String createTableSql(Statement table) {
    Map<String, String> options = arguments.connections().resolveOptions(table);
    if (arguments.start() != null) {
      startPositionWriters.stream()
          .filter(writer -> writer.supports(options))
          .forEach(writer -> writer.write(arguments.start(), table.node(), options));
    }
    if (table.schemaFrom() == null) {
      return DdlWriter.createTable(table, null, options);
    }
    var schema = env.from(DdlWriter.quoteIdentifier(table.schemaFrom())).getResolvedSchema();
    return DdlWriter.createTable(table, DdlWriter.formatColumns(schema, table.key()), options);
  }

  // Flink's exceptions may quote a whole WITH clause: only their redacted messages are passed on.
  private JobStartException toStartException(String start, Throwable cause) {
    StringBuilder text = new StringBuilder(start);
    String previous = "";
    for (Throwable at = cause; at != null && text.length() < 4000; at = at.getCause()) {
      String message =
          at.getMessage() == null ? at.getClass().getSimpleName() : stripTokenList(at.getMessage());
      if (!previous.contains(message)) {
        text.append(previous.isEmpty() ? "" : " ← ").append(message);
        previous = message;
      }
    }
    return new JobStartException(arguments.connections().redact(text.toString(), publicOptions));
  }

  // The parser's list of all tokens it would accept can fill pages.
  private static String stripTokenList(String message) {
    return message.replaceAll("(?s)\\s*Was expecting.*", "").strip();
  }
}
