package io.crij.image.registries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * What changes when an administrator's file does, also when another file takes its name within the
 * clock's grain.
 */
public record FileStamp(FileTime modified, long size, Object inode) {

  /** The file's stamp; empty when it is not there. */
  public static Optional<FileStamp> of(Path file) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new FileStamp(found.lastModifiedTime(), found.size(), found.fileKey()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
