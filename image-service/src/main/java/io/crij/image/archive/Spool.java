package io.crij.image.archive;

import io.crij.image.store.Trash;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where archives lie while they are imported: {@code <root>/archives}. */
public final class Spool {
  private final Trash trash;

  private Spool(Trash trash) {
    this.trash = trash;
  }

  /**
   * Opens it and removes what an earlier run left.
   *
   * @throws Failure when the directory cannot be used
   */
  public static Spool open(Path root) {
    try {
      Trash trash = Trash.open(root.resolve("archives"));
      trash.empty();
      return new Spool(trash);
    } catch (IOException e) {
      throw Failure.wrap("the directory for archives in " + root + " was not opened", e);
    }
  }

  /** Fills a file. */
  public interface Filling {
    void writeTo(OutputStream file) throws IOException;
  }

  /** Works on the filled file, beside which it may make others. */
  public interface Use<T> {
    T of(Path file);
  }

  /** Nothing is left of the file afterwards. */
  public <T> T with(Filling filling, Use<T> use) throws IOException {
    Path directory = trash.make();
    try {
      Path file = directory.resolve("archive");
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
        filling.writeTo(out);
      }
      return use.of(file);
    } finally {
      trash.madeOrGivenUp(directory);
    }
  }
}
