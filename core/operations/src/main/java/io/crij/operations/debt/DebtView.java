package io.crij.operations.debt;

import java.time.Instant;

/**
 * An open debt at one moment.
 *
 * @param object what it belongs to
 * @param what what is still to be done
 * @param attempts retries made so far
 * @param lastError message of the latest failure
 */
public record DebtView(
    String object,
    String what,
    Instant since,
    int attempts,
    Instant nextAttempt,
    String lastError) {}
