package io.crij.oci.runtime;

/**
 * What a command in a container left behind.
 *
 * @param exitCode 128 and the number of the signal that ended it; meaningless when timed out
 * @param timedOut whether it was killed because its time was up
 * @param cut whether it wrote more than was kept
 */
public record ExecResult(
    int exitCode, byte[] stdout, byte[] stderr, boolean timedOut, boolean cut) {}
