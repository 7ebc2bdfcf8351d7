package io.crij.image.archive;

import io.crij.image.layer.ArchiveEntries;
import io.crij.image.layer.ArchiveEntry;
import io.crij.image.layer.LayerLimits;
import io.crij.image.layer.PackedBytes;
import io.crij.image.manifest.Compression;
import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.DigestAlgorithm;
import io.crij.image.reference.Hasher;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import io.crij.operations.record.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A tar file of ours on disk, read in place: its entries by name. */
final class ArchiveFile {
  /** Fewer, and larger, than those of a layer. */
  private static final LayerLimits LIMITS =
      new LayerLimits(
          LayerLimits.DEFAULT.bytes(),
          500_000,
          4095,
          2048,
          1 << 20,
          LayerLimits.DEFAULT.needsBytes());

  private static final int MOST_LINKS = 8;
  private static final int BUFFER = 128 * 1024;

  private final Path file;
  private final Map<String, ArchiveEntry> entries = new HashMap<>();

  private ArchiveFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the list of entries. A compressed file is decompressed beside itself first.
   *
   * @throws Failure InvalidArgument when it is no tar file
   */
  static ArchiveFile open(Path file) throws IOException {
    ArchiveFile archive = new ArchiveFile(plain(file));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive.file), BUFFER)) {
      for (ArchiveEntry entry : ArchiveEntries.read(in, LIMITS)) {
        archive.add(entry);
      }
    } catch (InvalidArgument e) {
      throw BadArchive.because("it is no good tar file (" + e.what() + ")");
    }
    return archive;
  }

  private void add(ArchiveEntry entry) {
    ArchiveEntry before = entries.put(entry.name(), entry);
    // Which of two would be meant depends on the reader.
    if (before != null
        && !(before.kind() == ArchiveEntry.Kind.DIRECTORY
            && entry.kind() == ArchiveEntry.Kind.DIRECTORY)) {
      throw BadArchive.because("it has " + shown(entry.name()) + " twice");
    }
  }

  private static Path plain(Path file) throws IOException {
    Compression compression;
    try (InputStream in = Files.newInputStream(file)) {
      compression = PackedBytes.compression(in.readNBytes(PackedBytes.MAGIC_BYTES));
    }
    if (compression == Compression.NONE) {
      return file;
    }
    Path unpacked = file.resolveSibling("unpacked");
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        InputStream in = unpacked(compression, packed);
        OutputStream out = Files.newOutputStream(unpacked, StandardOpenOption.CREATE_NEW)) {
      copy(in, out);
    }
    Files.delete(file);
    return unpacked;
  }

  private static InputStream unpacked(Compression compression, InputStream packed) {
    try {
      return PackedBytes.unpacked(compression, packed);
    } catch (IOException e) {
      throw BadArchive.because("it cannot be decompressed", e);
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = LIMITS.bytes();
    while (left > 0) {
      int count = readPacked(in, buffer);
      if (count < 0) {
        return;
      }
      out.write(buffer, 0, count);
      left -= count;
    }
    throw BadArchive.because("it has more than " + LIMITS.bytes() + " bytes");
  }

  private static int readPacked(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw BadArchive.because("it cannot be decompressed", e);
    }
  }

  Path path() {
    return file;
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  /** Whether anything lies in this directory, whether or not it has an entry of its own. */
  boolean hasDirectory(String name) {
    return entries.keySet().stream().anyMatch(entry -> entry.startsWith(name + "/"))
        || entries.containsKey(name);
  }

  /**
   * A whole small file.
   *
   * @throws InvalidArgument when it is absent or larger
   */
  byte[] bytes(String name, int limit) throws IOException {
    ArchiveEntry entry = file(name);
    if (entry.size() > limit) {
      throw BadArchive.because(shown(name) + " has more than " + limit + " bytes");
    }
    try (InputStream in = open(entry)) {
      return in.readNBytes((int) entry.size());
    }
  }

  /** A whole small JSON document. */
  JsonNode json(String name, int limit) throws IOException {
    byte[] bytes = bytes(name, limit);
    try {
      return Json.readBounded(new ByteArrayInputStream(bytes), limit);
    } catch (IOException e) {
      throw BadArchive.because(shown(name) + " cannot be read", e);
    }
  }

  /** The content of a file as a stream, which the caller closes. */
  InputStream open(String name) throws IOException {
    return open(file(name));
  }

  private InputStream open(ArchiveEntry entry) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      channel.position(entry.offset());
      return new BufferedInputStream(
          new Bounded(Channels.newInputStream(channel), entry.size()), BUFFER);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A layer in the archive: how it is packed, and its digest, for which it is read once. */
  Descriptor layer(String name) throws IOException {
    ArchiveEntry entry = file(name);
    Hasher hasher = DigestAlgorithm.SHA256.hasher();
    byte[] buffer = new byte[BUFFER];
    byte[] magic;
    try (InputStream in = open(entry)) {
      magic = in.readNBytes(PackedBytes.MAGIC_BYTES);
      hasher.update(magic, 0, magic.length);
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hasher.update(buffer, 0, count);
      }
    }
    String type =
        "application/vnd.oci.image.layer.v1.tar"
            + switch (PackedBytes.compression(magic)) {
              case NONE -> "";
              case GZIP -> "+gzip";
              case ZSTD -> "+zstd";
            };
    return new Descriptor(type, hasher.digest(), entry.size(), Map.of(), Optional.empty());
  }

  // Old archives have links from one layer to another; they lead to entries, never to files.
  private ArchiveEntry file(String name) {
    String wanted = name;
    for (int links = 0; links < MOST_LINKS; links++) {
      ArchiveEntry entry = entries.get(wanted);
      if (entry == null) {
        throw BadArchive.because(shown(name) + " is missing");
      }
      switch (entry.kind()) {
        case FILE -> {
          return entry;
        }
        case SYMLINK -> wanted = EntryNames.resolve(wanted, entry.linkTarget());
        case HARD_LINK -> wanted = EntryNames.normal(entry.linkTarget());
        default -> throw BadArchive.because(shown(name) + " is no file");
      }
    }
    throw BadArchive.because(shown(name) + " is behind too many links");
  }

  static String shown(String name) {
    return PlainText.of(name, 200);
  }
}
