package io.crij.oci.runtime;

/**
 * What a runtime can do, as far as it says so itself; without the {@code features} command nothing
 * optional is assumed.
 *
 * @param version as it prints it: "1.1.5+ds1"
 * @param ociVersion the lowest that a config.json needs to name; older runtimes refuse newer ones
 * @param recursiveReadOnly the mount option "rro"
 */
public record RuntimeFacts(
    RuntimeKind kind,
    String version,
    String ociVersion,
    boolean recursiveReadOnly,
    boolean idmappedMounts,
    boolean seccomp) {}
