package io.crij.runtime.stats;

import java.io.IOException;
import java.util.OptionalLong;

/** Tells whether anything can have changed in a writable layer since somebody looked. */
public interface LayerActivity {
  /**
   * A number that is the same again only when no process of the container has run meanwhile.
   *
   * @return empty when that cannot be told
   */
  OptionalLong of(String containerId) throws IOException;
}
