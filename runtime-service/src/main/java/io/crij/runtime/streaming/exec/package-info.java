/** Exec: a command of a client in a running container. */
package io.crij.runtime.streaming.exec;
