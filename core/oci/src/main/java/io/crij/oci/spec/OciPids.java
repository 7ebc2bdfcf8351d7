package io.crij.oci.spec;

/** {@code linux.resources.pids}: the most processes; -1 is no limit. */
public record OciPids(long limit) {}
