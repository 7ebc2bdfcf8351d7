package io.crij.operations.record;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * One JSON record in its own file, with its version and the boot it was written in. The directory
 * must exist and be ours alone. All methods do disk I/O: platform threads only.
 *
 * @param <T> a record type that Jackson binds; its constructor refuses what is not valid
 */
public final class RecordFile<T> {
  private static final Logger log = LoggerFactory.getLogger(RecordFile.class);

  private final AtomicFile file;
  private final ObjectReader reader;
  private final int version;
  private final RecordUpgrade upgrade;
  private final String bootId;
  // Orders the writers of this one file; nothing else waits for it.
  private final Object writing = new Object();
  private long writes;

  public RecordFile(Path file, Class<T> type, int version) {
    this(file, type, version, RecordUpgrade.NONE);
  }

  /**
   * @param version version that is written; older ones are given to {@code upgrade}
   */
  public RecordFile(Path file, Class<T> type, int version, RecordUpgrade upgrade) {
    this.file = new AtomicFile(file);
    this.reader = Json.own().readerFor(type);
    this.version = version;
    this.upgrade = upgrade;
    this.bootId = BootId.current();
  }

  public Path path() {
    return file.path();
  }

  /**
   * Replaces the record.
   *
   * @throws Failure when it could not be written; the old record is still whole then.
   *     InvalidArgument when it is larger than what {@link #load} would read
   */
  public void write(T value, Durability durability) {
    Envelope envelope = new Envelope(version, bootId, Json.strict().valueToTree(value));
    change("write", () -> file.replace(out -> writeTo(out, envelope), durability));
  }

  private void writeTo(OutputStream out, Envelope envelope) throws IOException {
    BoundedOutput bounded = new BoundedOutput(out, Json.MAX_DOCUMENT);
    try {
      Json.write(envelope, bounded);
    } catch (IOException failure) {
      if (bounded.isExceeded()) {
        throw new InvalidArgument(
            "the record " + path() + " would be larger than " + Json.MAX_DOCUMENT + " bytes",
            "Ask for less: fewer or shorter labels, annotations, variables and arguments.",
            failure);
      }
      throw failure;
    }
  }

  /** Makes the record as it is now durable, so that this can overlap with longer work. */
  public void sync() {
    requirePlatformThread();
    try {
      while (!syncedWhole()) {
        log.debug("record {} was replaced while it was synced; again", path());
      }
    } catch (IOException e) {
      throw failure("sync", e);
    }
  }

  /** Without the lock as long as the disk writes; false when another record came meanwhile. */
  private boolean syncedWhole() throws IOException {
    long before = writes();
    file.syncContent();
    synchronized (writing) {
      if (writes != before) {
        return false;
      }
      file.syncNames();
      return true;
    }
  }

  private long writes() {
    synchronized (writing) {
      return writes;
    }
  }

  /** Removes the record; success when there is none. */
  public void delete(Durability durability) {
    change("delete", () -> file.delete(durability));
  }

  /**
   * Reads the record. What is no valid record is moved aside with a log line, never deleted; where
   * an older one was synced, that one counts again.
   *
   * @throws Failure FailedPrecondition when a newer program has written it, which then stays as it
   *     is; others when the disk or a limit, not the content, prevents reading
   */
  public Loaded<T> load() {
    requirePlatformThread();
    Loaded<T> loaded = loadFirst();
    if (loaded instanceof Loaded.Present<T>
        || !Files.isRegularFile(file.synced(), LinkOption.NOFOLLOW_LINKS)) {
      return loaded;
    }
    log.warn("record {} is taken back as it was last synced", path());
    try {
      file.restoreSynced();
    } catch (IOException e) {
      throw failure("take back", e);
    }
    return loadFirst();
  }

  /** Moves aside a record that is valid by itself and yet cannot be the one of this place. */
  public Loaded<T> refuse(String why) {
    requirePlatformThread();
    return quarantine(why);
  }

  /**
   * Refuses a record of a newer program and changes nothing, whatever is there.
   *
   * @throws Failure FailedPrecondition, for the operator
   */
  public void requireKnownVersion() {
    requirePlatformThread();
    if (Files.isRegularFile(path(), LinkOption.NOFOLLOW_LINKS)) {
      try {
        requireKnown(envelope(read()));
      } catch (IOException | IllegalArgumentException e) {
        log.debug("record {} has no version: {}", path(), e.getMessage());
      }
    }
  }

  private Loaded<T> loadFirst() {
    if (!Files.isRegularFile(path(), LinkOption.NOFOLLOW_LINKS)) {
      return Files.exists(path(), LinkOption.NOFOLLOW_LINKS)
          ? quarantine("it is not a regular file")
          : new Loaded.Absent<>();
    }
    byte[] content;
    try {
      content = read();
    } catch (NoSuchFileException gone) {
      return new Loaded.Absent<>();
    } catch (IOException e) {
      throw failure("read", e);
    }
    return parsed(content);
  }

  private byte[] read() throws IOException {
    try (InputStream in =
        Files.newInputStream(path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(Json.MAX_DOCUMENT + 1);
    }
  }

  private Loaded<T> parsed(byte[] content) {
    try {
      Envelope envelope = envelope(content);
      requireKnown(envelope);
      T value = reader.readValue(current(envelope));
      return new Loaded.Present<>(value, envelope.bootId());
    } catch (FailedPrecondition newer) {
      throw newer;
    } catch (IOException | RuntimeException e) {
      return quarantine(String.valueOf(e.getMessage()));
    }
  }

  private static Envelope envelope(byte[] content) throws IOException {
    return Envelope.of(Json.readOwn(new ByteArrayInputStream(content)));
  }

  private void requireKnown(Envelope envelope) {
    if (envelope.version() > version) {
      throw new FailedPrecondition(
          "record "
              + path()
              + " has version "
              + envelope.version()
              + ", and this crij knows none newer than "
              + version,
          "A newer crij has written it: start that one again.");
    }
  }

  private JsonNode current(Envelope envelope) {
    return envelope.version() == version
        ? envelope.record()
        : upgrade.upgrade(envelope.version(), envelope.record());
  }

  private Loaded<T> quarantine(String why) {
    try {
      Path movedTo = file.quarantine();
      log.warn("record {} is unreadable ({}) and was moved to {}", path(), why, movedTo);
      return new Loaded.Unreadable<>(movedTo, why);
    } catch (IOException e) {
      throw failure("quarantine", e);
    }
  }

  private interface Change {
    void make() throws IOException;
  }

  private void change(String verb, Change change) {
    requirePlatformThread();
    synchronized (writing) {
      try {
        writes++;
        change.make();
      } catch (IOException e) {
        throw failure(verb, e);
      }
    }
  }

  private Failure failure(String verb, IOException e) {
    return Failure.wrap("cannot " + verb + " record " + path(), e);
  }

  private static void requirePlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("records are read and written on platform threads only");
    }
  }
}
