package io.crij.linux.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryWatchKernelTest {
  private static final String ANYTHING = "";

  private final EventLoop loop = new EventLoop();
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  @TempDir private Path temporary;
  private Path base;

  @BeforeEach
  void makeBase() throws Exception {
    base = temporary.toRealPath();
  }

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  /** A hang of the whole test is what this bound prevents. */
  private String next() throws InterruptedException {
    String name = told.poll(1, TimeUnit.MINUTES);
    assertThat(name).isNotNull();
    return name;
  }

  /** Until it is told by name: a watch that was still moving says only that something changed. */
  private void awaitToldOf(Path file) throws Exception {
    String name;
    do {
      Files.writeString(file, "x");
      name = next();
    } while (!name.equals(file.getFileName().toString()));
  }

  private void awaitName(String wanted) throws InterruptedException {
    while (!next().equals(wanted)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void namesThatComeChangeAndGoAreTold() throws Exception {
    try (DirectoryWatch watch = new DirectoryWatch(loop, base, told::add)) {
      assertThat(watch).isNotNull();
      Files.writeString(base.resolve("new"), "x");
      awaitName("new");
      Files.move(base.resolve("new"), base.resolve("renamed"));
      awaitName("renamed");
      told.clear();
      Files.delete(base.resolve("renamed"));
      awaitName("renamed");
    }
  }

  @Test
  void anAbsentDirectoryMayComeLater() throws Exception {
    Path directory = base.resolve("a/b/c");
    try (DirectoryWatch watch = new DirectoryWatch(loop, directory, told::add)) {
      assertThat(watch).isNotNull();
      Files.createDirectories(directory);
      awaitName(ANYTHING);
      awaitToldOf(directory.resolve("conf"));
    }
  }

  @Test
  void aDirectoryMayBeDeletedAndMadeAgain() throws Exception {
    Path directory = Files.createDirectory(base.resolve("d"));
    try (DirectoryWatch watch = new DirectoryWatch(loop, directory, told::add)) {
      assertThat(watch).isNotNull();
      for (int i = 0; i < 5; i++) {
        Files.delete(directory);
        awaitName(ANYTHING);
        Files.createDirectory(directory);
        awaitName(ANYTHING);
        awaitToldOf(directory.resolve("f" + i));
        Files.delete(directory.resolve("f" + i));
        awaitName("f" + i);
        told.clear();
      }
    }
  }

  @Test
  void aDirectoryMayBeReplacedByRename() throws Exception {
    Path directory = Files.createDirectory(base.resolve("d"));
    Path other = Files.createDirectory(base.resolve("other"));
    try (DirectoryWatch watch = new DirectoryWatch(loop, directory, told::add)) {
      assertThat(watch).isNotNull();
      Files.move(directory, base.resolve("old"));
      Files.move(other, directory);
      awaitName(ANYTHING);
      awaitToldOf(directory.resolve("in new"));
    }
  }

  @Test
  void aListenerThatFailsIsCalledAgain() throws Exception {
    try (DirectoryWatch watch =
        new DirectoryWatch(
            loop,
            base,
            name -> {
              told.add(name);
              throw new IllegalStateException("for the test");
            })) {
      assertThat(watch).isNotNull();
      Files.writeString(base.resolve("one"), "x");
      awaitName("one");
      Files.writeString(base.resolve("two"), "x");
      awaitName("two");
    }
  }

  @Test
  void nothingIsToldOnceClosed() throws Exception {
    DirectoryWatch first = new DirectoryWatch(loop, base, told::add);
    first.close();
    first.close();
    LinkedBlockingQueue<String> second = new LinkedBlockingQueue<>();
    try (DirectoryWatch watch = new DirectoryWatch(loop, base, second::add)) {
      assertThat(watch).isNotNull();
      Files.writeString(base.resolve("f"), "x");
      assertThat(second.poll(1, TimeUnit.MINUTES)).isEqualTo("f");
    }
    assertThat(told).isEmpty();
  }

  @Test
  void aFloodDoesNotDrownTheLast() throws Exception {
    Path directory = Files.createDirectory(base.resolve("flood"));
    Path file = Files.writeString(base.resolve("file"), "x");
    try (DirectoryWatch watch = new DirectoryWatch(loop, directory, told::add)) {
      assertThat(watch).isNotNull();
      for (int i = 0; i < 20_000; i++) {
        Files.delete(Files.createLink(directory.resolve("link"), file));
      }
      Files.writeString(directory.resolve("last"), "x");
      awaitOneOf("last", ANYTHING);
    }
  }

  private void awaitOneOf(String one, String other) throws InterruptedException {
    String name = next();
    while (!name.equals(one) && !name.equals(other)) {
      name = next();
    }
  }

  @Test
  void anErrorOfTheListenerDoesNotSilenceTheWatch() throws Exception {
    try (DirectoryWatch watch =
        new DirectoryWatch(
            loop,
            base,
            name -> {
              told.add(name);
              throw new LinkageError("a class is missing");
            })) {
      assertThat(watch).isNotNull();
      Files.writeString(base.resolve("first"), "x");
      awaitName("first");
      Files.writeString(base.resolve("second"), "x");
      awaitName("second");
    }
  }
}
