package io.crij.image.layer;

import io.crij.linux.files.ConfinedPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/** What lies in one directory of an archive, as a tar stream of its own: a layer. */
public final class Subtree {
  private static final int BUFFER = 128 * 1024;

  private final ConfinedPath top;
  private final Predicate<String> wanted;
  private final byte[] buffer = new byte[BUFFER];

  /**
   * Makes a copier.
   *
   * @param directory whose entries are taken; its own becomes that of the root
   * @param wanted of paths below it, without a slash before or behind them
   */
  public Subtree(String directory, Predicate<String> wanted) {
    this.top = ConfinedPath.parse(directory);
    this.wanted = wanted;
  }

  /**
   * Copies entries with all that is known of them; neither stream is closed.
   *
   * @throws io.crij.operations.failure.Failure when the archive is malformed or beyond the limits
   */
  public void copy(InputStream archive, OutputStream layer, LayerLimits limits) throws IOException {
    LayerTar tar = new LayerTar(archive, limits);
    TarWriter writer = new TarWriter(layer);
    for (Optional<LayerEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
      LayerEntry entry = next.get();
      Optional<byte[]> name = below(entry.path());
      if (name.isPresent() && wanted.test(text(name.get()))) {
        copy(tar, entry, name.get(), writer, layer);
      }
    }
    writer.finish();
  }

  private void copy(
      LayerTar tar, LayerEntry entry, byte[] name, TarWriter writer, OutputStream layer)
      throws IOException {
    if (entry.sparse().isPresent()) {
      throw BadLayer.malformed("it has a sparse file");
    }
    byte[] link = entry.linkTarget();
    if (entry.kind() == LayerEntry.Kind.HARD_LINK) {
      link =
          below(tar.path(link))
              .orElseThrow(() -> BadLayer.malformed("a hard link leads out of " + top));
    }
    writer.header(
        type(entry.kind()),
        name.length == 0 ? new byte[] {'.', '/'} : name,
        link,
        entry.attributes().mode(),
        entry.attributes().uid(),
        entry.attributes().gid(),
        entry.attributes().mtime(),
        entry.xattrs(),
        entry.size());
    long left = entry.size();
    while (left > 0) {
      int count = tar.read(buffer, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw BadLayer.malformed("it ends within an entry");
      }
      layer.write(buffer, 0, count);
      left -= count;
    }
    writer.pad(entry.size());
  }

  private Optional<byte[]> below(ConfinedPath path) {
    if (!path.startsWith(top)) {
      return Optional.empty();
    }
    byte[] whole = path.bytes();
    int skipped = Math.min(whole.length, top.length() + 1);
    byte[] name = new byte[whole.length - skipped];
    System.arraycopy(whole, skipped, name, 0, name.length);
    return Optional.of(name);
  }

  private static char type(LayerEntry.Kind kind) {
    return switch (kind) {
      case FILE -> '0';
      case HARD_LINK -> '1';
      case SYMLINK -> '2';
      // Left out when the layer is unpacked, whatever its number.
      case DEVICE -> '3';
      case DIRECTORY -> '5';
      case FIFO -> '6';
    };
  }

  private static String text(byte[] name) {
    return new String(name, StandardCharsets.UTF_8);
  }
}
