package io.crij.oci.spec;

/**
 * One of {@code linux.resources.hugepageLimits}.
 *
 * @param pageSize "2MB", "1GB"...
 * @param limit bytes
 */
public record OciHugepageLimit(String pageSize, long limit) {}
