package io.crij.runtime.streaming.spdy;

import io.crij.runtime.streaming.connection.ClientStream;
import io.crij.runtime.streaming.connection.StreamReceiver;
import java.util.Map;
import java.util.Optional;

/** What the streams of a SPDY connection are for. */
public interface SpdyApplication {
  /** How many streams may be open at one time. */
  int mostStreams();

  /**
   * A stream that the client opened.
   *
   * @param id odd, larger than all before it
   * @param headers with names in small letters
   * @return empty refuses it
   */
  Optional<StreamReceiver> accept(ClientStream stream, int id, Map<String, String> headers);
}
