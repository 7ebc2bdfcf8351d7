/**
 * What Exec and Attach have in common, between the protocols of clients and the sessions behind.
 */
package io.crij.runtime.streaming.command;
