package io.penstock.script;

/** One entry of a table's WITH clause: either a plain value or a reference, the other is null. */
public record Option(String key, String value, Ref ref) {}
