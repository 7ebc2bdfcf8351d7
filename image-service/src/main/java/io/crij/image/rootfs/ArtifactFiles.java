package io.crij.image.rootfs;

import io.crij.image.manifest.Descriptor;
import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.PlainText;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The files of an artifact as a directory: a name for each blob, as its title says (OCI image-spec,
 * annotations.md) or else its digest with "-" for ":". The names are hard links to the blobs.
 */
final class ArtifactFiles {
  private static final String TITLE = "org.opencontainers.image.title";
  private static final int DIRECTORY_MODE = 0755;

  private final ConfinedDirectory root;

  /**
   * @param root above both blobs and directories that are made here
   */
  ArtifactFiles(ConfinedDirectory root) {
    this.root = root;
  }

  /**
   * Gives a blob its name.
   *
   * @param directory of the artifact, below the root; made when it is absent
   * @param stored where the blob is, below the root
   */
  void link(Descriptor blob, Path stored, Path directory) throws IOException {
    ConfinedPath base = ConfinedPath.parse(directory.toString());
    root.mkdirs(base, DIRECTORY_MODE);
    ConfinedPath name = base.resolve(name(blob));
    try {
      root.mkdirs(name.parent(), DIRECTORY_MODE);
      root.hardLink(ConfinedPath.parse(stored.toString()), name);
    } catch (KernelException failure) {
      if (failure.is(Errno.EEXIST, Errno.ENOTDIR)) {
        throw new FailedPrecondition(
            "two files of the artifact have the title " + shown(blob),
            "Push the artifact with a title of its own for each file.",
            failure);
      }
      throw failure;
    }
  }

  private static ConfinedPath name(Descriptor blob) {
    String title = blob.annotations().getOrDefault(TITLE, "");
    if (title.isEmpty()) {
      return ConfinedPath.parse(blob.digest().toString().replace(':', '-'));
    }
    boolean odd = title.startsWith("/") || title.indexOf('\0') >= 0 || title.length() > 4000;
    ConfinedPath path = odd ? ConfinedPath.ROOT : ConfinedPath.parse(title);
    if (path.isRoot() || path.hasParentReference()) {
      throw new FailedPrecondition(
          "a file of the artifact has the title " + shown(blob) + ", which is no relative path",
          "Push the artifact with other titles.");
    }
    return path;
  }

  private static String shown(Descriptor blob) {
    return PlainText.quoted(blob.annotations().getOrDefault(TITLE, ""));
  }
}
