/** A clock for durations, and durations as text. */
package io.crij.operations.clock;
