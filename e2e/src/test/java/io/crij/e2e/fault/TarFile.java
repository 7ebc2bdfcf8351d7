package io.crij.e2e.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds the tar archive of a layer, with names just as they are given. */
final class TarFile {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

  private TarFile() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  static byte[] of(Consumer<TarFile> content) {
    TarFile file = new TarFile();
    content.accept(file);
    try {
      file.tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.bytes.toByteArray();
  }

  void file(String name, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    put(entry, content);
  }

  void directory(String name) {
    put(new TarArchiveEntry(name + "/", true), new byte[0]);
  }

  void symbolicLink(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
    entry.setLinkName(target);
    put(entry, new byte[0]);
  }

  void hardLink(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK, true);
    entry.setLinkName(target);
    put(entry, new byte[0]);
  }

  private void put(TarArchiveEntry entry, byte[] content) {
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
