/** A client's connection and its streams, whatever protocol carries them. */
package io.crij.runtime.streaming.connection;
