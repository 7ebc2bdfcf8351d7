/**
 * Exec, Attach and PortForward: what CRI clients stream beside gRPC. {@code Streaming} is the way
 * in.
 */
package io.crij.runtime.streaming;
