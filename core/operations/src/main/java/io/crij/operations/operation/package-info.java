/** Running operations: one for each key, joined by retries, cancelled, watched. */
package io.crij.operations.operation;
