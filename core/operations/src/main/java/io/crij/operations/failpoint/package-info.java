/** Faults that tests inject into steps by name. */
package io.crij.operations.failpoint;
