package io.crij.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** How blobs are downloaded: within limits, resumed, the big ones in parts. */
final class BlobDownloads {

  /** The answer to a request for a blob or a part of it. */
  record Answer(InputStream body, boolean partial) {}

  /** Asks an endpoint for one blob. */
  interface Server {
    Answer serve(Optional<ByteRange> part);
  }

  private final RegistryLimits limits;
  private final Pause pause;
  private final DownloadLimits downloads;
  private final DownloadSlots slots;
  private final PartedBlob.Shared shared;

  /**
   * Makes what all downloads share.
   *
   * @param pool platform threads for parts ahead of their reader; may refuse work
   */
  BlobDownloads(RegistryLimits limits, Pause pause, DownloadLimits downloads, Executor pool) {
    this.limits = limits;
    this.pause = pause;
    this.downloads = downloads;
    this.slots = new DownloadSlots(downloads);
    this.shared = new PartedBlob.Shared(pool, new Semaphore(downloads.partsInMemory()), downloads);
  }

  /**
   * Starts a download.
   *
   * @param what is downloaded, for messages
   * @param size that was announced
   */
  InputStream open(String host, String what, long size, Server server) throws IOException {
    BlobSource source = part -> open(host, what, server, part);
    if (size <= 0) {
      return source.open(Optional.empty());
    }
    ByteRange whole = new ByteRange(0, size);
    if (downloads.parts() == 1 || size < downloads.bigBlob()) {
      return new ResumingBlob(source, source.open(Optional.empty()), whole, true, limits, pause);
    }
    ByteRange part = new ByteRange(0, downloads.partBytes());
    ServedBlob first = source.open(Optional.of(part));
    if (!first.partial()) {
      return new ResumingBlob(source, first, whole, true, limits, pause);
    }
    return new PartedBlob(
        next -> resuming(source, source.open(Optional.of(next)), next, size),
        resuming(source, first, part, size),
        size,
        shared);
  }

  private InputStream resuming(BlobSource source, ServedBlob first, ByteRange part, long size)
      throws IOException {
    return new ResumingBlob(source, first, part, part.to() == size, limits, pause);
  }

  private ServedBlob open(String host, String what, Server server, Optional<ByteRange> part) {
    DownloadSlots.Slot slot;
    try {
      slot = slots.take(host);
    } catch (InterruptedException e) {
      throw RegistryFailures.cancelled(what, e);
    }
    try {
      Answer answer = server.serve(part);
      return new ServedBlob(answer.body(), answer.partial(), slot);
    } catch (RuntimeException | Error e) {
      slot.close();
      throw e;
    }
  }
}
