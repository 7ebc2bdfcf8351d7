package io.crij.oci.runtime;

/**
 * The answer of a runtime's {@code state} command.
 *
 * @param status "creating", "created", "running", "stopped" or "paused"
 * @param pid 0 once it is stopped
 */
public record RuntimeState(String status, int pid) {}
