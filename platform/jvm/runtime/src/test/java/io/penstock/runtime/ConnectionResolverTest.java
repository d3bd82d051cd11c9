package io.penstock.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.sdk.ConnectionRef;
import io.penstock.sdk.JobStartException;
import io.penstock.sdk.Statement;
import io.penstock.sdk.TableOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionResolverTest {

  private static final ConnectionResolver SHOP =
      new ConnectionResolver(Map.of("db", Map.of("url", "jdbc:x://h/d", "password", "o'hara")));

  private static Statement table(TableOption... options) {
    return new Statement(
        "n1",
        Statement.Kind.TABLE,
        "t",
        "",
        List.of(options),
        null,
        List.of(),
        List.of(),
        List.of());
  }

  private static TableOption ref(String datasource, String key) {
    return new TableOption(key, null, new ConnectionRef(datasource, key, "example"));
  }

  @Test
  void referencesAreResolvedAndAbsentKeysLeftOut() {
    Statement table =
        table(new TableOption("connector", "jdbc", null), ref("db", "url"), ref("db", "username"));
    assertEquals(Map.of("connector", "jdbc", "url", "jdbc:x://h/d"), SHOP.resolveOptions(table));
  }

  @Test
  void anUnknownDataSourceIsNamedWithItsNode() {
    String message =
        assertThrows(JobStartException.class, () -> SHOP.resolveOptions(table(ref("other", "url"))))
            .getMessage();
    assertTrue(
        message.contains("'n1'") && message.contains("'other'") && message.contains("[db]"),
        message);
  }

  @Test
  void secretsAreTakenOutEvenWhenQuoted() {
    assertEquals(
        "'******' at jdbc:x://h/d", SHOP.redact("'o''hara' at jdbc:x://h/d", Set.of("url")));
    assertEquals("******", SHOP.redact("o'hara", Set.of()));
    assertEquals(
        "at ******", SHOP.redact("at jdbc:x://h/d", Set.of()), "nothing is public unless named");
  }
}
