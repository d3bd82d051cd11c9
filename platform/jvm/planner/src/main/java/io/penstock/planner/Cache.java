package io.penstock.planner;

import io.penstock.script.Option;
import io.penstock.script.Span;
import io.penstock.script.Statement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verdicts by content: a statement that is unchanged, above unchanged ones, is not looked at again. */
final class Cache {

  private static final int LIMIT = 5_000;

  private final Map<String, Verdict> verdicts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verdict> eldest) {
          return size() > LIMIT;
        }
      };

  Verdict get(String key) {
    return verdicts.get(key);
  }

  void put(String key, Verdict verdict) {
    verdicts.put(key, verdict);
  }

  /** The key of a statement, given those of all that it stands on. */
  static String key(Statement statement, List<String> below) {
    MessageDigest digest = sha256();
    feed(digest, statement.kind().name());
    feed(digest, statement.name());
    feed(digest, statement.sql());
    for (Option option : statement.options()) {
      feed(digest, option.key());
      feed(digest, option.value() == null ? String.valueOf(option.ref().example()) : option.value());
    }
    for (Span span : statement.source()) {
      feed(digest, String.valueOf(span));
    }
    feed(digest, String.valueOf(statement.schemaFrom()));
    statement.key().forEach(column -> feed(digest, column));
    feed(digest, "/");
    statement.reads().forEach(name -> feed(digest, name));
    feed(digest, "/");
    below.forEach(key -> feed(digest, key));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The key of settings, on which every statement of the job stands. */
  static String key(Map<String, String> settings) {
    MessageDigest digest = sha256();
    settings.forEach(
        (key, value) -> {
          feed(digest, key);
          feed(digest, value);
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  // Each part with its length before it: no two lists of parts give the same bytes.
  private static void feed(MessageDigest digest, String part) {
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
