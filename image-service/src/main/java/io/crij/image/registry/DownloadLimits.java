package io.crij.image.registry;

/**
 * Bounds of the download of blobs.
 *
 * @param atOnce requests for blobs that all pulls together have open
 * @param perRegistry those at one host
 * @param parts of one big blob that are fetched at the same time; 1: a blob is one request
 * @param partBytes size of a part, kept in memory until it is unpacked
 * @param partsInMemory of all blobs together
 */
public record DownloadLimits(
    int atOnce, int perRegistry, int parts, int partBytes, int partsInMemory) {
  /** The heap is small, so that few parts fit into it. */
  public static final DownloadLimits DEFAULT = new DownloadLimits(10, 6, 1, 4 << 20, 4);

  public DownloadLimits {
    if (atOnce < 1 || perRegistry < 1 || parts < 1 || partBytes < 1 || partsInMemory < 1) {
      throw new IllegalArgumentException("limits of downloads are at least 1");
    }
  }

  /** With other numbers of requests. */
  public DownloadLimits of(int inAll, int atOneRegistry, int partsOfOne) {
    return new DownloadLimits(inAll, atOneRegistry, partsOfOne, partBytes, partsInMemory);
  }

  /** A blob from which on parts are worth their requests. */
  long bigBlob() {
    return 4L * partBytes;
  }
}
