package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Files of a control group that were written, with what was in them before. */
public final class ChangedFiles {
  private record Before(Path file, String value) {}

  private final Deque<Before> before = new ArrayDeque<>();

  ChangedFiles() {}

  void write(Path file, String value) throws IOException {
    Optional<String> old = CgroupFile.read(file);
    if (old.isPresent() && old.get().equals(value)) {
      return;
    }
    CgroupFile.write(file, value);
    // What has several lines takes one at a time and is not put back.
    old.filter(text -> text.indexOf('\n') < 0)
        .ifPresent(text -> before.push(new Before(file, text)));
  }

  /**
   * Puts back what was there, the last first.
   *
   * @param why gets the failures
   */
  public void undo(Throwable why) {
    while (!before.isEmpty()) {
      Before last = before.pop();
      try {
        CgroupFile.write(last.file(), last.value());
      } catch (IOException failure) {
        why.addSuppressed(failure);
      }
    }
  }
}
