package io.penstock.script;

/** A value that only the data source's connection knows; {@code example} (or null) is what planning uses. */
public record Ref(String datasource, String key, String example) {}
