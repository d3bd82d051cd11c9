package io.penstock.runtime.bench;

import java.io.Serializable;

/** What a run may bring forth: rows over all captures, and bytes of their JSON. */
public record Limits(long rows, long bytes) implements Serializable {}
