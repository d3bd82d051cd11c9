package io.penstock.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The command line of a bundle. */
public record Arguments(Connections connections, StartPosition start, Map<String, String> settings) {

  static final String USAGE =
      "Arguments: [--connections <base64 JSON> | --connections-file <path>] "
          + "[--start earliest|latest|committed|timestamp:<ms>] [--set <key>=<value>]…";

  /** Reads the command line; anything unknown is a failure. */
  public static Arguments parse(String... args) {
    Connections connections = new Connections(Map.of());
    StartPosition start = null;
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new JobFailure("The argument " + shown(args[i]) + " lacks its value. " + USAGE);
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--connections" -> connections = Connections.read(decode(value));
        case "--connections-file" -> connections = Connections.read(load(value));
        case "--start" -> start = StartPosition.parse(value);
        case "--set" -> put(settings, value);
        default -> throw new JobFailure("The argument " + shown(args[i]) + " is unknown. " + USAGE);
      }
    }
    return new Arguments(connections, start, settings);
  }

  // A misplaced connections document must not end up in a message.
  private static String shown(String argument) {
    return argument.startsWith("--") && argument.length() < 40 ? argument : "in this place";
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new JobFailure("--connections takes a JSON document in base64.");
    }
  }

  private static byte[] load(String path) {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (IOException e) {
      throw new JobFailure("The connections file " + path + " cannot be read.");
    }
  }

  private static void put(Map<String, String> settings, String pair) {
    int at = pair.indexOf('=');
    if (at < 1) {
      throw new JobFailure("--set takes <key>=<value>, not '" + pair + "'.");
    }
    settings.put(pair.substring(0, at), pair.substring(at + 1));
  }
}
