package io.crij.image.testing;

import io.crij.image.reference.Digest;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedObject;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.DirectoryEntry;
import io.crij.linux.files.FileStatus;
import io.crij.linux.files.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** All that is in a directory, each path with everything that can be seen of it. */
public final class Tree {
  private static final int LARGEST = 64 << 20;

  private final ConfinedDirectory root;
  private final Map<String, String> found = new TreeMap<>();

  private Tree(ConfinedDirectory root) {
    this.root = root;
  }

  /** By path; the directory itself is the empty one. */
  public static Map<String, String> of(Path directory) throws IOException {
    try (ConfinedDirectory root = ConfinedDirectory.open(directory)) {
      Tree tree = new Tree(root);
      tree.add(ConfinedPath.ROOT);
      return tree.found;
    }
  }

  private void add(ConfinedPath path) throws IOException {
    FileStatus status = root.linkStatus(path).orElseThrow();
    found.put(path.toString(), describe(path, status));
    if (status.isDirectory()) {
      for (DirectoryEntry entry : root.list(path)) {
        add(path.resolve(entry.name()));
      }
    }
  }

  private String describe(ConfinedPath path, FileStatus status) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(status.type()).append(" %04o".formatted(status.mode()));
    text.append(" %d:%d ".formatted(status.uid(), status.gid())).append(status.mtime());
    if (!status.isDirectory()) {
      text.append(" ").append(status.nlink());
    }
    if (status.isRegular()) {
      text.append(" ").append(Digest.sha256(root.readRegular(path, LARGEST)));
    }
    if (status.type() == FileType.SYMLINK) {
      byte[] target = root.readLink(path).orElseThrow();
      text.append(" -> ").append(new String(target, StandardCharsets.ISO_8859_1));
    }
    if (status.type() == FileType.CHARACTER_DEVICE) {
      text.append(" ").append(status.rdev());
    }
    try (ConfinedObject object = root.object(path)) {
      for (String name : object.listXattrs().stream().sorted().toList()) {
        byte[] value = object.getXattr(name).orElseThrow();
        text.append(" ").append(name).append("=").append(HexFormat.of().formatHex(value));
      }
    }
    return text.toString();
  }
}
