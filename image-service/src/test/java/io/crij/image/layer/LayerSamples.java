package io.crij.image.layer;

import io.crij.image.testing.TarEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Small tar streams that have all that a layer may have. */
final class LayerSamples {
  /** Kinds in the order of the types "012536" of tar. */
  static final List<LayerEntry.Kind> ORDER =
      List.of(
          LayerEntry.Kind.FILE,
          LayerEntry.Kind.HARD_LINK,
          LayerEntry.Kind.SYMLINK,
          LayerEntry.Kind.DIRECTORY,
          LayerEntry.Kind.DEVICE,
          LayerEntry.Kind.FIFO);

  private LayerSamples() {}

  static List<byte[]> tars() {
    return List.of(
        TarEntry.archive(
            TarEntry.directory("a/").mode(01777),
            TarEntry.file("a/b", "content"),
            TarEntry.hardLink("a/c", "a/b"),
            TarEntry.symlink("d", "a")),
        TarEntry.archive(
            TarEntry.file("x", "1")
                .pax("path", "long/name")
                .pax("mtime", "1.5")
                .pax("uid", "70000"),
            TarEntry.file("f", "2").xattr("user.a", new byte[] {1, 0, 2}),
            TarEntry.fifo("p")),
        TarEntry.archive(
            TarEntry.file("d/.wh.gone", ""),
            TarEntry.file("d/.wh..wh..opq", ""),
            TarEntry.device('3', "dev/null", 1, 3)),
        TarEntry.archive(
            TarEntry.file("long", "3")
                .after(
                    TarEntry.ofType(
                        'L', "././@LongLink", "l/o/n/g\0".getBytes(StandardCharsets.UTF_8))),
            TarEntry.symlink("k", "")
                .after(
                    TarEntry.ofType(
                        'K', "././@LongLink", "target\0".getBytes(StandardCharsets.UTF_8)))),
        TarEntry.archive(
            TarEntry.file("s", "12345")
                .pax("GNU.sparse.size", "100")
                .pax("GNU.sparse.map", "10,5")
                .pax("GNU.sparse.name", "sparse")),
        TarEntry.archive(
            TarEntry.file("./s", ("1\n7\n3\n" + "\0".repeat(506) + "abc"))
                .pax("GNU.sparse.major", "1")
                .pax("GNU.sparse.minor", "0")
                .pax("GNU.sparse.realsize", "10")),
        TarEntry.archive(
            TarEntry.file("a", "1"), TarEntry.directory("a"), TarEntry.file("a/b", "2")));
  }
}
