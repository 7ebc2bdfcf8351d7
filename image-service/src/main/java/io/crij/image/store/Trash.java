package io.crij.image.store;

import io.crij.linux.files.UserTree;
import io.crij.operations.id.Ids;
import io.crij.operations.record.OwnDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for what is being made and for what is on its way out, on the file system of both.
 * Nothing in it counts; what an earlier run left is removed.
 */
public final class Trash {
  private static final Logger log = LoggerFactory.getLogger(Trash.class);

  private final Path directory;
  private final Set<String> beingMade = new HashSet<>();

  private Trash(Path directory) {
    this.directory = directory;
  }

  public static Trash open(Path directory) throws IOException {
    return new Trash(OwnDirectory.ensure(directory));
  }

  /** A new directory that {@link #empty} leaves alone. */
  public Path make() throws IOException {
    String name = "new-" + Ids.random();
    synchronized (this) {
      beingMade.add(name);
    }
    return OwnDirectory.create(directory.resolve(name));
  }

  /** To be called when what {@link #make} gave was moved to its place, or is given up. */
  public void madeOrGivenUp(Path made) throws IOException {
    String name = made.getFileName().toString();
    try {
      UserTree.removeTree(directory, name);
    } finally {
      synchronized (this) {
        beingMade.remove(name);
      }
    }
  }

  /** Takes a tree out of sight at once; {@link #empty} removes it. An absent one is success. */
  public void discard(Path tree) throws IOException {
    try {
      Files.move(tree, directory.resolve("old-" + Ids.random()), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException absent) {
      log.debug("{} was gone already", tree);
    }
  }

  /** Removes what is in it. What cannot be removed now is tried again next time. */
  public void empty() {
    try {
      for (Path entry : OwnDirectory.entries(directory)) {
        String name = entry.getFileName().toString();
        if (!isBeingMade(name)) {
          remove(name);
        }
      }
    } catch (IOException e) {
      log.warn("cannot list {}, so removed data still takes space: {}", directory, e.getMessage());
    }
  }

  private synchronized boolean isBeingMade(String name) {
    return beingMade.contains(name);
  }

  private void remove(String name) {
    try {
      UserTree.removeTree(directory, name);
    } catch (IOException e) {
      log.warn("cannot remove {} in {} yet: {}", name, directory, e.getMessage());
    }
  }
}
