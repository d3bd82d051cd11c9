package io.penstock.sdk;

/** One entry of a table's WITH clause: a plain value or a reference; the other one is null. */
public record TableOption(String key, String value, ConnectionRef ref) {}
