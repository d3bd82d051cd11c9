package io.penstock.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.sdk.JobStartException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {

  private static final String DENIED =
      "127.0.0.0/8,::1/128,0.0.0.0/8,::/128,169.254.0.0/16,fe80::/10,64:ff9b::a9fe:0/112,2001::/32";

  private static EgressPolicy policy(String hosts) {
    return EgressPolicy.takeFrom(
        new HashMap<>(Map.of(EgressPolicy.HOSTS, hosts, EgressPolicy.DENIED, DENIED)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "localhost",
        "::1",
        "0.0.0.0",
        "::",
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "fe80::1",
        "64:ff9b::a9fe:a9fe",
        "2001::1",
        "10.1.2.3,127.0.0.1"
      })
  void aHostInADeniedNetworkKeepsTheJobFromStarting(String hosts) {
    String message = assertThrows(JobStartException.class, policy(hosts)::check).getMessage();
    assertTrue(message.contains("may not use here"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.1.2.3", "128.0.0.1", "2001:db8::1", "nowhere.invalid"})
  void otherHostsAreLeftToTheConnector(String hosts) {
    assertDoesNotThrow(policy(hosts)::check);
  }

  @Test
  void thePolicyIsNoSettingOfFlink() {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(EgressPolicy.HOSTS, "h", EgressPolicy.DENIED, "10.0.0.0/8", "other", "1"));
    EgressPolicy.takeFrom(settings);
    assertEquals(Map.of("other", "1"), settings);
    assertDoesNotThrow(EgressPolicy.takeFrom(settings)::check);
  }
}
