package io.crij.image.layer;

import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.ObjectAttributes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads a layer's tar stream entry by entry. Does not own the stream. */
final class LayerTar {
  private static final int MODE = 07777;

  private final HeaderFilter filter;
  private final TarArchiveInputStream tar;
  private final LayerLimits limits;

  LayerTar(InputStream in, LayerLimits limits) {
    this.limits = limits;
    filter = new HeaderFilter(in, limits);
    // A charset that keeps every byte.
    tar =
        new TarArchiveInputStream(
            filter,
            TarConstants.DEFAULT_RCDSIZE,
            TarConstants.DEFAULT_RCDSIZE,
            StandardCharsets.ISO_8859_1.name(),
            false);
  }

  /** The next entry; empty at the end of the archive. What is left of the last one is skipped. */
  Optional<LayerEntry> next() {
    try {
      return Optional.ofNullable(tar.getNextEntry()).map(this::entry);
    } catch (IllegalArgumentException e) {
      throw BadLayer.malformed("an entry has a value out of range", e);
    } catch (IOException e) {
      // The stream below tells its own troubles as failures.
      throw BadLayer.malformed("a header cannot be read", e);
    }
  }

  /** Content of the current entry, as {@link InputStream#read(byte[], int, int)}. */
  int read(byte[] target, int length) throws IOException {
    return tar.read(target, 0, length);
  }

  private LayerEntry entry(TarArchiveEntry header) {
    ExtendedHeader extended = filter.extended();
    byte[] name = extended.path().orElseGet(() -> bytes(header.getName()));
    boolean slash = name.length > 0 && name[name.length - 1] == '/';
    return new LayerEntry(
        kind(header.getLinkFlag(), slash),
        path(name),
        extended.linkPath().orElseGet(() -> bytes(header.getLinkName())),
        new ObjectAttributes(
            filter.uid(),
            filter.gid(),
            header.getMode() & MODE,
            extended.mtime().orElseGet(() -> mtime(header))),
        extended.xattrs(),
        header.getSize(),
        filter.sparse());
  }

  private static LayerEntry.Kind kind(byte type, boolean slash) {
    return switch (type) {
      case TarConstants.LF_DIR -> LayerEntry.Kind.DIRECTORY;
      case TarConstants.LF_SYMLINK -> LayerEntry.Kind.SYMLINK;
      case TarConstants.LF_LINK -> LayerEntry.Kind.HARD_LINK;
      case TarConstants.LF_FIFO -> LayerEntry.Kind.FIFO;
      case TarConstants.LF_CHR, TarConstants.LF_BLK -> LayerEntry.Kind.DEVICE;
      default -> slash ? LayerEntry.Kind.DIRECTORY : LayerEntry.Kind.FILE;
    };
  }

  /** A path in the layer: what is absolute becomes relative, what leads up is refused. */
  ConfinedPath path(byte[] name) {
    if (name.length > limits.pathBytes()) {
      throw BadLayer.tooMuch("bytes in a path", limits.pathBytes());
    }
    ConfinedPath path = parse(name);
    if (path.hasParentReference()) {
      throw BadLayer.malformed("the path " + path + " leads out with \"..\"");
    }
    if (path.depth() > limits.depth()) {
      throw BadLayer.tooMuch("components in a path", limits.depth());
    }
    return path;
  }

  private static ConfinedPath parse(byte[] name) {
    try {
      return ConfinedPath.parse(name);
    } catch (IllegalArgumentException e) {
      throw BadLayer.malformed("a path has a NUL in it", e);
    }
  }

  private static Instant mtime(TarArchiveEntry header) {
    return header.getLastModifiedTime().toInstant();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
