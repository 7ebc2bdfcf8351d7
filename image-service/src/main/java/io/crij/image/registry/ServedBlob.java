package io.crij.image.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of one answer, not verified; its slot goes with it. */
final class ServedBlob extends FilterInputStream {
  private final boolean partial;
  private final DownloadSlots.Slot slot;

  /**
   * Takes an answer over.
   *
   * @param partial whether only the part that was asked for came, and not the whole blob
   */
  ServedBlob(InputStream in, boolean partial, DownloadSlots.Slot slot) {
    super(in);
    this.partial = partial;
    this.slot = slot;
  }

  boolean partial() {
    return partial;
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      slot.close();
    }
  }
}
