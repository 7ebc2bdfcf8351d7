/** Reversible steps: done in order, undone in reverse, alone or in parallel. */
package io.crij.operations.step;
