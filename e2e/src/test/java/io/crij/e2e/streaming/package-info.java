/** Exec, attach and port-forward by clients of our own, well-behaved and not. */
package io.crij.e2e.streaming;
