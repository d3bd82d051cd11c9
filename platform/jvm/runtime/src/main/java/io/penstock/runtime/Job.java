package io.penstock.runtime;

import io.penstock.script.Ddl;
import io.penstock.script.Script;
import io.penstock.script.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Puts the statements of a script into Flink, in order; all inserts form one job. */
final class Job {

  private final Arguments arguments;
  private final StreamTableEnvironment env;
  private final StatementSet inserts;

  Job(Script script, Arguments arguments) {
    this.arguments = arguments;
    Map<String, String> settings = new LinkedHashMap<>(script.settings());
    settings.putAll(arguments.settings());
    // The checker refuses OPTIONS hints; with this a text that never met the checker cannot use them either.
    settings.put("table.dynamic-table-options.enabled", "false");
    Configuration configuration = Configuration.fromMap(settings);
    env = StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment(configuration));
    env.getConfig().addConfiguration(configuration);
    inserts = env.createStatementSet();
  }

  void add(Statement statement) {
    try {
      switch (statement.kind()) {
        case TABLE -> env.executeSql(table(statement));
        case VIEW -> env.executeSql(statement.sql());
        case INSERT -> inserts.addInsertSql(statement.sql());
      }
    } catch (JobFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw failure("Node '" + statement.node() + "' cannot be set up: ", e);
    }
  }

  void start() {
    try {
      inserts.execute();
    } catch (RuntimeException e) {
      throw failure("The job cannot be started: ", e);
    }
  }

  private String table(Statement table) {
    Map<String, String> options = arguments.connections().options(table);
    if (arguments.start() != null) {
      arguments.start().apply(table.node(), options);
    }
    if (table.schemaFrom() == null) {
      return Ddl.createTable(table, null, options);
    }
    var schema = env.from(Ddl.identifier(table.schemaFrom())).getResolvedSchema();
    return Ddl.createTable(table, Ddl.columnsOf(schema, table.key()), options);
  }

  // Flink's exceptions may quote a whole WITH clause: only their messages go on, without the secrets.
  private JobFailure failure(String start, Throwable cause) {
    StringBuilder text = new StringBuilder(start);
    String last = "";
    for (Throwable at = cause; at != null && text.length() < 4000; at = at.getCause()) {
      String message = at.getMessage() == null ? at.getClass().getSimpleName() : shortened(at.getMessage());
      if (!last.contains(message)) {
        text.append(last.isEmpty() ? "" : " ← ").append(message);
        last = message;
      }
    }
    return new JobFailure(arguments.connections().redact(text.toString()));
  }

  // A parser's list of all tokens that could follow fills pages.
  private static String shortened(String message) {
    return message.replaceAll("(?s)\\s*Was expecting.*", "").strip();
  }
}
