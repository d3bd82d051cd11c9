package io.penstock.runtime;

import io.penstock.sdk.JobStartException;
import io.penstock.sdk.StartPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The command-line arguments of a bundle. */
public record JobArguments(
    ConnectionResolver connections, StartPosition start, Map<String, String> settings) {

  static final String USAGE =
      "Arguments: [--connections <base64 JSON> | --connections-file <path>] "
          + "[--start earliest|latest|committed|timestamp:<ms>] [--set <key>=<value>]…";

  /**
   * Parses the command line.
   *
   * @throws JobStartException for an unknown argument, a missing value or an unreadable connections
   *     document
   */
  public static JobArguments parse(String... args) {
    ConnectionResolver connections = new ConnectionResolver(Map.of());
    StartPosition start = null;
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new JobStartException(
            "The argument " + describeArgument(args[i]) + " has no value. " + USAGE);
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--connections" -> connections = ConnectionResolver.parse(decodeBase64(value));
        case "--connections-file" -> connections = ConnectionResolver.parse(readFile(value));
        case "--start" -> start = StartPosition.parse(value);
        case "--set" -> addSetting(settings, value);
        default ->
            throw new JobStartException(
                "The argument " + describeArgument(args[i]) + " is unknown. " + USAGE);
      }
    }
    return new JobArguments(connections, start, settings);
  }

  // A connections document in the wrong position must not appear in a message.
  private static String describeArgument(String argument) {
    return argument.startsWith("--") && argument.length() < 40 ? argument : "(not shown)";
  }

  private static byte[] decodeBase64(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new JobStartException("--connections takes a JSON document in base64.");
    }
  }

  private static byte[] readFile(String path) {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (IOException e) {
      throw new JobStartException("The connections file " + path + " cannot be read.");
    }
  }

  private static void addSetting(Map<String, String> settings, String pair) {
    int separator = pair.indexOf('=');
    if (separator < 1) {
      throw new JobStartException("--set takes <key>=<value>, not '" + pair + "'.");
    }
    settings.put(pair.substring(0, separator), pair.substring(separator + 1));
  }
}
