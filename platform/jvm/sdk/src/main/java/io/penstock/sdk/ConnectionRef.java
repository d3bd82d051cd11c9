package io.penstock.sdk;

/**
 * A value from the data source's connection; planning uses {@code example} (may be null) instead.
 */
public record ConnectionRef(String datasource, String key, String example) {}
