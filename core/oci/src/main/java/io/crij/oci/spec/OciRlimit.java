package io.crij.oci.spec;

/**
 * One of {@code process.rlimits}.
 *
 * @param type "RLIMIT_NOFILE"...
 */
public record OciRlimit(String type, long soft, long hard) {}
