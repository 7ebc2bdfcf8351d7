package io.crij.image.chain;

import static io.crij.image.testing.TarEntry.archive;
import static io.crij.image.testing.TarEntry.directory;
import static io.crij.image.testing.TarEntry.fifo;
import static io.crij.image.testing.TarEntry.file;
import static io.crij.image.testing.TarEntry.hardLink;
import static io.crij.image.testing.TarEntry.symlink;

import io.crij.image.testing.TarEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chains of layers in which something could go wrong, by what that is. */
final class HandMadeChains {
  private static final byte[] CAPABILITY = {
    1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private final Map<String, List<byte[]>> chains = new LinkedHashMap<>();

  private HandMadeChains() {}

  /** Layers as tar streams, from the base up. */
  static Map<String, List<byte[]>> all() {
    HandMadeChains made = new HandMadeChains();
    made.impliedParents();
    made.roots();
    made.linkedParents();
    made.hardLinks();
    made.whiteouts();
    made.content();
    made.order();
    return made.chains;
  }

  private void add(String name, byte[]... baseFirst) {
    chains.put(name, List.of(baseFirst));
  }

  /** What a distribution's base image has, with everything that a lazy layer could hide. */
  private static byte[] base() {
    return archive(
        directory("./").mode(0755),
        directory("etc").mode(0755),
        file("etc/passwd", "root:x:0:0::/:/bin/sh\n"),
        directory("tmp").mode(01777),
        directory("root").mode(0700),
        directory("var").mode(0755),
        directory("var/lib").mode(0751).owner(0, 7),
        directory("var/lib/app").mode(02770).owner(33, 44).mtime(Instant.ofEpochSecond(777)),
        file("var/lib/app/data", "data").owner(33, 44),
        directory("var/spool").mode(0755).xattr("user.note", new byte[] {1, 2, 3}),
        directory("usr").mode(0755),
        directory("usr/bin").mode(0755),
        directory("usr/lib").mode(0711).owner(5, 6),
        file("usr/lib/libc.so", "libc"),
        file("usr/bin/su", "su").mode(04755),
        symlink("bin", "usr/bin"),
        symlink("lib", "usr/lib"),
        symlink("lib64", "/lib"));
  }

  private void impliedParents() {
    add("one implied sticky directory", base(), archive(file("tmp/x", "x")));
    add("implied at every level", base(), archive(file("var/lib/other/a/b", "b")));
    add("implied with attributes", base(), archive(file("var/spool/mail", "m")));
    add(
        "implied in several layers",
        base(),
        archive(file("tmp/x", "x"), file("root/.profile", "p")),
        archive(file("tmp/y", "y")),
        archive(file("var/lib/app/data", "changed").owner(33, 44)));
    add(
        "implied, then said anew",
        base(),
        archive(file("tmp/x", "x")),
        archive(directory("tmp").mode(0755).owner(9, 9)));
    add(
        "said below, in between, implied above",
        base(),
        archive(directory("tmp").mode(0700)),
        archive(file("tmp/x", "x")));
    add("implied before its own entry", base(), archive(file("tmp/x", "x"), directory("tmp")));
    add(
        "implied where the old one was removed",
        base(),
        archive(file("var/.wh.lib", "")),
        archive(file("var/lib/new/x", "x")));
    add(
        "removed and implied in one layer",
        base(),
        archive(file(".wh.tmp", ""), file("tmp/x", "x")));
    add(
        "implied over a file",
        base(),
        archive(file(".wh.tmp", "")),
        archive(file("tmp", "file")),
        archive(file(".wh.tmp", "")),
        archive(file("tmp/x", "x")));
    add("implied only, no base", archive(file("a/b/c", "c")), archive(file("a/b/d", "d")));
    add(
        "implied and opaque",
        base(),
        archive(file("var/lib/.wh..wh..opq", ""), file("var/lib/x", "")));
    add(
        "implied with a name of any bytes",
        archive(TarEntry.directory("d").pax("path", new byte[] {'d', (byte) 0xff}).mode(01770)),
        archive(file(new byte[] {'d', (byte) 0xff, '/', (byte) 0x80}, "x")));
  }

  private void roots() {
    add("a root of its own", archive(directory("./").mode(01775).owner(2, 3), file("f", "f")));
    add(
        "the root in the middle",
        base(),
        archive(directory("./").mode(0711).owner(1, 1).mtime(Instant.ofEpochSecond(99))),
        archive(file("f", "f")));
    add(
        "the root with attributes",
        base(),
        archive(directory("./").xattr("user.root", new byte[] {7}), file("g", "g")));
    add("no root at all", archive(file("f", "f")), archive(directory("d"), file("d/f", "f")));
  }

  private void linkedParents() {
    add("a file through a merged-usr link", base(), archive(file("lib/new.so", "new")));
    add("through a link to a link", base(), archive(file("lib64/ld.so", "ld").mode(0755)));
    add(
        "a tree through a link",
        base(),
        archive(
            directory("lib/modules").mode(0700).owner(3, 4),
            file("lib/modules/a", "a"),
            file("lib/plugins/b", "b"),
            symlink("lib/plugins/c", "b"),
            hardLink("lib/plugins/d", "lib/plugins/b")));
    add("a whiteout through a link", base(), archive(file("lib/.wh.libc.so", "")));
    add(
        "through a link, then changed by another layer",
        base(),
        archive(file("bin/tool", "one").mode(0755)),
        archive(file("usr/bin/tool", "two").mode(0755)),
        archive(file("bin/.wh.su", "")));
    add(
        "through a link, then removed",
        base(),
        archive(file("bin/tool", "one")),
        archive(file("usr/bin/.wh.tool", "")));
    add(
        "the link becomes a directory",
        base(),
        archive(directory("lib"), file("lib/x", "x")),
        archive(file("lib/y", "y")));
    add(
        "a link of the same layer to a lower directory",
        base(),
        archive(symlink("srv", "/var/lib"), file("srv/app/z", "z")));
    add(
        "links with dots",
        base(),
        archive(symlink("var/up", "../../../usr/./lib"), file("var/up/deep/q", "q")));
    add(
        "through a link and beside it",
        base(),
        archive(file("usr/lib/a", "a"), file("lib/b", "b"), file("lib/libc.so", "newer")));
  }

  private void hardLinks() {
    add("a hard link to a lower file", base(), archive(hardLink("etc/passwd-", "etc/passwd")));
    add(
        "two links, and a link to a link",
        base(),
        archive(
            hardLink("usr/bin/sudo", "usr/bin/su"),
            hardLink("usr/bin/doas", "usr/bin/sudo"),
            hardLink("etc/shadow", "./etc/passwd")));
    add("a hard link through a link", base(), archive(hardLink("lib/libd.so", "lib/libc.so")));
    add(
        "a rename",
        base(),
        archive(hardLink("etc/users", "etc/passwd"), file("etc/.wh.passwd", "")));
    add(
        "a hard link, then changed above",
        base(),
        archive(hardLink("etc/passwd-", "etc/passwd")),
        archive(file("etc/passwd", "new")),
        archive(hardLink("etc/third", "etc/passwd-")));
    add(
        "hard links within a layer",
        archive(file("a", "a").mode(04711).owner(1, 2), hardLink("b", "a"), hardLink("c/d", "b")));
    add(
        "a hard link to a file with several names",
        base(),
        archive(file("a", "a"), hardLink("b", "a"), hardLink("lib/c", "a")),
        archive(hardLink("d", "b")));
  }

  private void whiteouts() {
    add(
        "removed and made again",
        base(),
        archive(file("etc/.wh.passwd", ""), file("var/.wh.lib", "")),
        archive(directory("var/lib").mode(0700), file("etc/passwd", "again")));
    add(
        "an opaque directory",
        base(),
        archive(
            directory("var/lib").mode(0750),
            file("var/lib/.wh..wh..opq", ""),
            file("var/lib/only", "only")));
    add(
        "an opaque marker at the end",
        base(),
        archive(file("usr/lib/only", "only"), file("usr/lib/.wh..wh..opq", "")));
    add(
        "a directory becomes a file",
        base(),
        archive(file("var/lib", "file")),
        archive(directory("var/lib"), file("var/lib/x", "x")));
    add("a link becomes a file", base(), archive(file("lib", "file")));
    add(
        "a file becomes a directory",
        base(),
        archive(directory("etc/passwd"), file("etc/passwd/x", "")));
    add(
        "whiteouts of what is not there",
        base(),
        archive(file("etc/.wh.where", ""), file(".wh.x", "")));
    add(
        "whiteouts in an opaque directory",
        base(),
        archive(
            directory("var/lib/app"),
            file("var/lib/app/.wh..wh..opq", ""),
            file("var/lib/app/.wh.data", ""),
            directory("var/lib/app/deep").mode(0700),
            file("var/lib/app/deep/.wh.x", "")));
    add("whiteouts in the lowest layer", archive(directory("d").mode(0711), file("d/.wh.x", "")));
  }

  private void content() {
    String longName = "n".repeat(150);
    add(
        "names, links and times of all kinds",
        archive(
            file(longName + "/" + longName, "long"),
            symlink("l", longName.repeat(3)),
            file("gnu", "gnu").after(TarEntry.ofType('L', "././@LongLink", utf8(longName + "2\0"))),
            file(new byte[] {'a', (byte) 0xff, '\n', (byte) 0x80}, "bytes"),
            file("nanoseconds", "").pax("mtime", "1234567890.123456789"),
            file("large ids", "").owner(3_000_000, 4_000_000),
            file("empty", ""),
            fifo("pipe").mode(0620).owner(9, 10)));
    add(
        "set-id bits and attributes",
        archive(
            directory("d").mode(07777).owner(1, 2),
            file("d/suid", "s").mode(06755).owner(1, 2),
            file("d/ping", "ping").owner(5, 6).xattr("security.capability", CAPABILITY),
            file("d/note", "note").xattr("user.note", new byte[] {0, 1, (byte) 0xff})),
        archive(file("d/more", "more")));
    add(
        "a sparse file",
        archive(
            file("sparse", "12345")
                .pax("GNU.sparse.size", "100000")
                .pax("GNU.sparse.numblocks", "1")
                .pax("GNU.sparse.map", "5000,5"),
            file("after", "after")));
  }

  private void order() {
    add(
        "the same path over and over",
        archive(
            file("a", "1"),
            file("a", "2").mode(0600),
            directory("b").mode(0700),
            file("b/x", "x"),
            directory("b").mode(0711),
            symlink("c", "a"),
            file("c", "c"),
            hardLink("h", "a"),
            file("a", "3"),
            directory("d"),
            file("d/x", "x"),
            file("d", "now a file")));
    add(
        "children before parents",
        archive(file("p/q/r", "r"), directory("p/q").mode(0750), directory("p").mode(0705)));
    add("twelve layers", twelve());
  }

  private static byte[][] twelve() {
    byte[][] layers = new byte[12][];
    layers[0] = base();
    for (int i = 1; i < layers.length; i++) {
      layers[i] =
          archive(
              file("tmp/layer" + i, "of " + i),
              file("lib/shared", "of " + i),
              file("lib/own" + i, "of " + i),
              hardLink("var/link" + i, "lib/own" + Math.max(1, i - 1)),
              file("tmp/.wh.layer" + (i - 3), ""));
    }
    return layers;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
