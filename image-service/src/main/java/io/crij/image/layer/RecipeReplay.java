package io.crij.image.layer;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.crij.image.reference.Digest;
import io.crij.image.reference.Hasher;
import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdIo;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.Kind;
import io.crij.operations.failure.FailedPrecondition;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Puts a layer's tar stream together again, from its recipe and its tree. */
public final class RecipeReplay {
  private static final int BUFFER = 64 * 1024;

  private RecipeReplay() {}

  /**
   * The length of the tar stream.
   *
   * @param recipe is closed
   */
  public static long size(InputStream recipe) throws IOException {
    long size = 0;
    try (DataInputStream in = unpacked(recipe)) {
      for (int kind = in.readByte(); kind != LayerRecipe.END; kind = in.readByte()) {
        if (kind == LayerRecipe.LITERAL) {
          int length = length(in, LayerRecipe.BUFFER);
          in.skipNBytes(length);
          size += length;
        } else {
          size += in.readLong();
          in.skipNBytes(length(in, BUFFER));
        }
      }
    }
    return size;
  }

  /** Takes a file that the tree should have. */
  @FunctionalInterface
  interface FileTaker {
    void take(ConfinedPath path, long size) throws IOException;
  }

  /**
   * The files whose content the tree has, with their lengths.
   *
   * @param recipe is closed
   */
  static void files(InputStream recipe, FileTaker taker) throws IOException {
    try (DataInputStream in = unpacked(recipe)) {
      for (int kind = in.readByte(); kind != LayerRecipe.END; kind = in.readByte()) {
        if (kind == LayerRecipe.LITERAL) {
          in.skipNBytes(length(in, LayerRecipe.BUFFER));
        } else {
          long size = in.readLong();
          byte[] path = new byte[length(in, BUFFER)];
          in.readFully(path);
          taker.take(ConfinedPath.parse(path), size);
        }
      }
    }
  }

  /**
   * Writes the tar stream.
   *
   * @param recipe is closed
   * @param tree the unpacked layer
   * @throws FailedPrecondition when it is not the stream that was unpacked: a file of the tree has
   *     changed, or the layer has a path twice; what was written so far is worth nothing
   */
  public static void write(
      Digest diffId, InputStream recipe, ConfinedDirectory tree, OutputStream to)
      throws IOException {
    Hasher hasher = diffId.algorithm().hasher();
    byte[] buffer = new byte[BUFFER];
    try (DataInputStream in = unpacked(recipe)) {
      for (int kind = in.readByte(); kind != LayerRecipe.END; kind = in.readByte()) {
        if (kind == LayerRecipe.LITERAL) {
          int length = length(in, LayerRecipe.BUFFER);
          in.readFully(buffer, 0, length);
          hasher.update(buffer, 0, length);
          to.write(buffer, 0, length);
        } else {
          long size = in.readLong();
          byte[] path = new byte[length(in, BUFFER)];
          in.readFully(path);
          copy(diffId, tree, ConfinedPath.parse(path), size, hasher, to, buffer);
        }
      }
    }
    if (!hasher.digest().equals(diffId)) {
      throw changed(diffId, "its digest is another one");
    }
  }

  private static void copy(
      Digest diffId,
      ConfinedDirectory tree,
      ConfinedPath path,
      long size,
      Hasher hasher,
      OutputStream to,
      byte[] buffer)
      throws IOException {
    try (Fd file =
        tree.lookup(path, Kind.REGULAR)
            .orElseThrow(() -> changed(diffId, "its file " + path + " is gone"))) {
      long left = size;
      while (left > 0) {
        int count = FdIo.read(file, buffer, (int) Math.min(buffer.length, left));
        if (count == 0) {
          throw changed(diffId, "its file " + path + " is shorter than it was");
        }
        hasher.update(buffer, 0, count);
        to.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private static DataInputStream unpacked(InputStream recipe) throws IOException {
    return new DataInputStream(new ZstdInputStreamNoFinalizer(recipe));
  }

  private static int length(DataInputStream in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("the layer's recipe is damaged");
    }
    return length;
  }

  private static FailedPrecondition changed(Digest diffId, String how) {
    return new FailedPrecondition(
        "layer " + diffId + " cannot be put together again: " + how,
        "Its content was changed on this node, or it has a path twice: pull the image again, or"
            + " copy it from its registry.");
  }
}
