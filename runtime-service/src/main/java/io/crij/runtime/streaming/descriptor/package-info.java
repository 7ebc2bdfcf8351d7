/**
 * Pipes, terminals and sockets of programs on the event loops of Netty: no thread waits for them.
 */
package io.crij.runtime.streaming.descriptor;
