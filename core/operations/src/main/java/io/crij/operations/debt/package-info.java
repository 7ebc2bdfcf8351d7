/** Undo that failed and is retried until it succeeds. */
package io.crij.operations.debt;
