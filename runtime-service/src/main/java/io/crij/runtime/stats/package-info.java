/**
 * What pods and containers use, as CRI tells it. Answers come from the kernel's counters and from a
 * background count of writable layers: no request walks a tree or runs a program.
 */
package io.crij.runtime.stats;
