package io.penstock.testbench.cluster;

import java.io.Serializable;

/** The limits of a run: rows of all captures together, and bytes of their JSON. */
public record CaptureLimits(long rows, long bytes) implements Serializable {}
