package io.crij.linux.event;

/** A watch of the event loop; closing ends it, once or often. A call under way may still finish. */
public interface Registration extends AutoCloseable {
  @Override
  void close();
}
