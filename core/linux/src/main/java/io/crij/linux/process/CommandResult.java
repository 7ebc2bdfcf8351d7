package io.crij.linux.process;

/**
 * What a command left behind.
 *
 * @param exit SIGKILL when the time-out ended it
 * @param stdout at most as much as was asked for; whole unless {@code stdoutTruncated}
 * @param timedOut whether it was still running when its time was up
 */
public record CommandResult(
    ExitStatus exit, byte[] stdout, byte[] stderr, boolean stdoutTruncated, boolean timedOut) {}
