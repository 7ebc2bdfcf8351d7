package io.crij.image.layer;

import io.crij.linux.files.ConfinedPath;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What in a layer cannot be settled before the layers below it are known. Paths are those of the
 * objects themselves: no component of their parents is a link of this layer.
 *
 * @param implied directories without an entry; they are those of the layers below, if there are any
 * @param links hard links to files of the layers below, in the order of their entries
 * @param whiteouts directories with whiteouts in them; overlayfs lists those of a directory that
 *     only one layer has
 */
public record LayerNeeds(
    List<ConfinedPath> implied, List<LowerLink> links, List<ConfinedPath> whiteouts) {
  public static final LayerNeeds NONE = new LayerNeeds(List.of(), List.of(), List.of());

  private static final byte IMPLIED = 'd';
  private static final byte LINK = 'l';
  private static final byte WHITEOUTS = 'w';

  public LayerNeeds {
    implied = List.copyOf(implied);
    links = List.copyOf(links);
    whiteouts = List.copyOf(whiteouts);
  }

  /** A hard link at {@code path}, where the layer has nothing, to {@code target}. */
  public record LowerLink(ConfinedPath path, ConfinedPath target) {}

  public boolean isEmpty() {
    return count() == 0;
  }

  public long count() {
    return (long) implied.size() + links.size() + whiteouts.size();
  }

  /** For a file: names need not be text, so this is none. Each path ends with a NUL. */
  public byte[] encoded() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ConfinedPath directory : implied) {
      out.write(IMPLIED);
      write(directory, out);
    }
    for (LowerLink link : links) {
      out.write(LINK);
      write(link.path(), out);
      write(link.target(), out);
    }
    for (ConfinedPath directory : whiteouts) {
      out.write(WHITEOUTS);
      write(directory, out);
    }
    return out.toByteArray();
  }

  private static void write(ConfinedPath path, ByteArrayOutputStream out) {
    out.writeBytes(path.bytes());
    out.write(0);
  }

  /**
   * From {@link #encoded}.
   *
   * @throws IllegalArgumentException when it is not that
   */
  public static LayerNeeds decode(byte[] encoded) {
    List<ConfinedPath> implied = new ArrayList<>();
    List<LowerLink> links = new ArrayList<>();
    List<ConfinedPath> whiteouts = new ArrayList<>();
    int position = 0;
    while (position < encoded.length) {
      byte kind = encoded[position];
      int end = end(encoded, position + 1);
      ConfinedPath path = path(encoded, position + 1, end);
      position = end + 1;
      if (kind == IMPLIED) {
        implied.add(path);
      } else if (kind == WHITEOUTS) {
        whiteouts.add(path);
      } else if (kind == LINK) {
        end = end(encoded, position);
        links.add(new LowerLink(path, path(encoded, position, end)));
        position = end + 1;
      } else {
        throw new IllegalArgumentException("a need of unknown kind " + kind);
      }
    }
    return new LayerNeeds(implied, links, whiteouts);
  }

  private static int end(byte[] encoded, int start) {
    int end = start;
    while (end < encoded.length && encoded[end] != 0) {
      end++;
    }
    if (end >= encoded.length) {
      throw new IllegalArgumentException("a path has no end");
    }
    return end;
  }

  private static ConfinedPath path(byte[] encoded, int start, int end) {
    byte[] bytes = new byte[end - start];
    System.arraycopy(encoded, start, bytes, 0, bytes.length);
    return ConfinedPath.parse(bytes);
  }
}
