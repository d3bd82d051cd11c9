package io.penstock.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.TimestampKind;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.utils.TypeConversions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

  private static Script read(String json) throws Exception {
    return Script.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsWhatTheCompilerWrites(int version) throws Exception {
    Script script =
        read(
            """
            {"version": %d, "settings": {"a": "b"}, "requirements": {}, "public_options": ["url"],
             "statements": [{"node": "n1", "kind": "table", "name": "t", "sql": "CREATE", "key": ["k"],
               "options": [["x", "1"], ["y", {"datasource": "d", "key": "z", "example": "e"}],
                           ["w", {"datasource": "d", "key": "w"}]],
               "schema_from": "v", "reads": ["v"],
               "source": [{"field": "sql", "syntax": "query", "line": 2, "column": 3, "end_line": 2,
                           "end_column": 5}]}]}
            """
                .formatted(version));
    Statement table = script.statements().get(0);
    assertEquals(Map.of("a", "b"), script.settings());
    assertEquals(Set.of("url"), script.publicOptions());
    assertEquals(
        List.of(
            new TableOption("x", "1", null),
            new TableOption("y", null, new ConnectionRef("d", "z", "e")),
            new TableOption("w", null, new ConnectionRef("d", "w", null))),
        table.options());
    assertEquals("v", table.schemaFrom());
    assertEquals(List.of(new SourceSpan("query", 2, 3, 2, 5)), table.source());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void anotherVersionIsRefused(int version) {
    String text = "{\"version\": %d}".formatted(version);
    String message = assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage();
    assertTrue(message.contains("version " + version), message);
  }

  @Test
  void aSpanCutsItsTextOut() {
    assertEquals("bc", new SourceSpan("query", 1, 2, 1, 3).extractFrom("abcd"));
    assertEquals("c\nd", new SourceSpan("query", 2, 2, 3, 1).extractFrom("a\nbc\nde"));
  }

  @Test
  void valuesAndNamesAreQuoted() {
    assertEquals("'it''s'", DdlWriter.quoteLiteral("it's"));
    assertEquals("`a``b`", DdlWriter.quoteIdentifier("a`b"));
    Statement table =
        new Statement(
            "n",
            Statement.Kind.TABLE,
            "t",
            "CREATE TABLE t",
            List.of(),
            null,
            List.of(),
            List.of(),
            List.of());
    Map<String, String> options = new LinkedHashMap<>();
    options.put("topic", "a'); DROP TABLE t; --");
    assertEquals(
        "CREATE TABLE t WITH (\n  'topic' = 'a''); DROP TABLE t; --'\n)",
        DdlWriter.createTable(table, null, options));
  }

  @Test
  void columnsOfAViewBecomeColumnsOfATable() {
    var rowtime =
        TypeConversions.fromLogicalToDataType(new TimestampType(true, TimestampKind.ROWTIME, 3));
    ResolvedSchema schema =
        ResolvedSchema.of(
            Column.physical("a`b", DataTypes.STRING()),
            Column.physical("n", DataTypes.BIGINT().notNull()),
            Column.physical("at", rowtime));
    assertEquals(
        "  `a``b` VARCHAR(2147483647) NOT NULL,\n  `n` BIGINT NOT NULL,\n  `at` TIMESTAMP(3),\n"
            + "  PRIMARY KEY (`a``b`) NOT ENFORCED",
        DdlWriter.formatColumns(schema, List.of("a`b")));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> DdlWriter.formatColumns(schema, List.of("id")))
            .getMessage();
    assertTrue(message.contains("'id'"), message);
  }
}
