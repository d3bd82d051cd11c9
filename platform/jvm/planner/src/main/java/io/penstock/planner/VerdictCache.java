package io.penstock.planner;

import io.penstock.sdk.SourceSpan;
import io.penstock.sdk.Statement;
import io.penstock.sdk.TableOption;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Caches results by content: a statement is checked again only if it or one of its dependencies has
 * changed.
 */
final class VerdictCache {

  private static final int LIMIT = 5_000;

  private final Map<String, StatementResult> results =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StatementResult> eldest) {
          return size() > LIMIT;
        }
      };

  StatementResult get(String key) {
    return results.get(key);
  }

  void put(String key, StatementResult result) {
    results.put(key, result);
  }

  /** Computes the key of a statement from its content and the keys of its dependencies. */
  static String computeKey(Statement statement, List<String> dependencies) {
    MessageDigest digest = sha256();
    update(digest, statement.kind().name());
    update(digest, statement.name());
    update(digest, statement.sql());
    for (TableOption option : statement.options()) {
      update(digest, option.key());
      update(
          digest, option.value() == null ? String.valueOf(option.ref().example()) : option.value());
    }
    for (SourceSpan span : statement.source()) {
      update(digest, String.valueOf(span));
    }
    update(digest, String.valueOf(statement.schemaFrom()));
    statement.key().forEach(column -> update(digest, column));
    update(digest, "/");
    statement.reads().forEach(name -> update(digest, name));
    update(digest, "/");
    dependencies.forEach(key -> update(digest, key));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Computes the key of the settings, on which every statement of the job depends. */
  static String computeKey(Map<String, String> settings) {
    MessageDigest digest = sha256();
    settings.forEach(
        (key, value) -> {
          update(digest, key);
          update(digest, value);
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  // Each part is prefixed with its length, so that different lists of parts never give the same
  // bytes.
  private static void update(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
