package io.crij.operations.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class RecordFileTest {
  record Pod(String name, int attempt, Instant created, List<String> ips) {
    Pod {
      Objects.requireNonNull(name, "name");
    }
  }

  private static final Pod POD =
      new Pod("web", 1, Instant.parse("2026-01-01T00:00:00.123456789Z"), List.of("10.0.0.2"));

  @TempDir Path directory;
  private Path path;
  private RecordFile<Pod> file;

  @BeforeEach
  void make() {
    path = directory.resolve("pod.json");
    file = new RecordFile<>(path, Pod.class, 2);
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void loadsWhatWasWritten(Durability durability) throws IOException {
    file.write(new Pod("old", 0, Instant.EPOCH, List.of()), durability);
    file.write(POD, durability);
    assertThat(file.load()).isEqualTo(new Loaded.Present<>(POD, BootId.current()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder(
            durability == Durability.SYNCED
                ? new String[] {"pod.json"}
                : new String[] {"pod.json", "pod.json.synced"});
  }

  /** What a file system may show of an unsynced rename after a power cut. */
  @Test
  void anEmptyFileAfterAPowerCutIsTheRecordAsItWasSynced() throws IOException {
    Pod synced = new Pod("synced", 0, Instant.EPOCH, List.of());
    file.write(new Pod("first", 0, Instant.EPOCH, List.of()), Durability.RENAMED);
    file.write(synced, Durability.RENAMED);
    file.sync();
    file.write(new Pod("lost", 0, Instant.EPOCH, List.of()), Durability.RENAMED);
    file.write(POD, Durability.RENAMED);
    Files.writeString(path, "");

    assertThat(file.load()).isEqualTo(new Loaded.Present<>(synced, BootId.current()));
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder("pod.json", "pod.json.quarantined-1");
    file.write(POD, Durability.RENAMED);
    assertThat(file.load()).isEqualTo(new Loaded.Present<>(POD, BootId.current()));
  }

  @Test
  void aRecordThatIsReplacedWhileItIsSyncedIsSyncedToo() throws Exception {
    for (int round = 0; round < 200; round++) {
      Pod last = new Pod("last", round, Instant.EPOCH, List.of());
      file.write(POD, Durability.RENAMED);
      FutureTask<Boolean> sync = new FutureTask<>(file::sync, true);
      Thread.ofPlatform().start(sync);
      file.write(last, Durability.RENAMED);
      sync.get();
      // Either the last one is synced, or the one before it is and has kept its name.
      if (Files.exists(directory.resolve("pod.json.synced"))) {
        assertThat(Files.readString(directory.resolve("pod.json.synced"))).contains("web");
      }
      assertThat(file.load()).isEqualTo(new Loaded.Present<>(last, BootId.current()));
    }
  }

  @Test
  void aNewerRecordIsRefusedAndStays() throws IOException {
    String newer = "{\"version\":3,\"bootId\":\"b\",\"record\":{\"name\":\"n\"}}";
    Files.writeString(path, newer);

    assertThatThrownBy(file::load)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("has version 3, and this crij knows none newer than 2");
    assertThatThrownBy(file::requireKnownVersion).isInstanceOf(FailedPrecondition.class);
    assertThat(directory.toFile().list()).containsExactly("pod.json");
    assertThat(path).hasContent(newer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"version\":2,\"bootId\":\"b\",\"record\":{}}"})
  void askingForTheVersionTouchesNothing(String content) throws IOException {
    file.requireKnownVersion();
    Files.writeString(path, content);

    file.requireKnownVersion();

    assertThat(directory.toFile().list()).containsExactly("pod.json");
  }

  @Test
  void deletingTakesWhatACrashLeft() throws IOException {
    file.write(POD, Durability.RENAMED);
    file.write(POD, Durability.RENAMED);
    Files.writeString(directory.resolve("pod.json.tmp"), "half");

    file.delete(Durability.SYNCED);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void deletingIsDeletingAlsoWhereTheDirectoryIsGone() {
    Path path = directory.resolve("gone").resolve("pod.json");

    new RecordFile<>(path, Pod.class, 2).delete(Durability.SYNCED);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theFileHasVersionAndBoot() throws IOException {
    file.write(POD, Durability.RENAMED);
    assertThat(Files.readString(path))
        .startsWith("{\"version\":2,\"bootId\":\"" + BootId.current() + "\",\"record\":{");
  }

  @Test
  void syncKeepsTheRecord() {
    file.write(POD, Durability.RENAMED);
    file.sync();
    assertThat(file.load()).isInstanceOf(Loaded.Present.class);
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void deletingTwiceIsDeleting(Durability durability) {
    file.write(POD, Durability.RENAMED);
    file.delete(durability);
    file.delete(durability);
    assertThat(file.load()).isEqualTo(new Loaded.Absent<>());
  }

  @Test
  void aFailedWriteLeavesTheOldRecordAndNamesTheFile() throws IOException {
    file.write(POD, Durability.RENAMED);
    Files.createDirectory(directory.resolve("pod.json.tmp"));
    assertThatThrownBy(() -> file.write(POD, Durability.SYNCED))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(path.toString());
    assertThat(file.load()).isInstanceOf(Loaded.Present.class);
  }

  @Test
  void aTemporaryFileOfACrashIsTakenOver() throws IOException {
    Files.writeString(directory.resolve("pod.json.tmp"), "half a rec".repeat(1000));
    file.write(POD, Durability.RENAMED);
    assertThat(file.load()).isInstanceOf(Loaded.Present.class);
    assertThat(directory.toFile().list()).containsExactly("pod.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0\0\0\0",
        "{\"version\":2,",
        "{}",
        "[]",
        "{\"version\":\"2\",\"bootId\":\"b\",\"record\":{}}",
        "{\"version\":1,\"bootId\":\"b\",\"record\":{\"name\":\"n\",\"attempt\":1}}",
        "{\"version\":2,\"bootId\":\"b\",\"record\":{\"attempt\":1}}",
        "{\"version\":2,\"bootId\":\"b\",\"record\":{\"name\":\"n\",\"attempt\":\"x\"}}"
      })
  void whatIsNoRecordIsMovedAsideAndKept(String content) throws IOException {
    Files.writeString(path, content);
    Loaded<Pod> loaded = file.load();
    assertThat(loaded).isInstanceOf(Loaded.Unreadable.class);
    Loaded.Unreadable<Pod> unreadable = (Loaded.Unreadable<Pod>) loaded;
    assertThat(unreadable.why()).isNotBlank();
    assertThat(unreadable.movedTo()).hasFileName("pod.json.quarantined-1").hasContent(content);
    assertThat(file.load()).isEqualTo(new Loaded.Absent<>());
  }

  @Test
  void quarantinesDoNotReplaceEachOther() throws IOException {
    for (int number = 1; number <= 3; number++) {
      Files.writeString(path, "broken " + number);
      assertThat(file.load()).isInstanceOf(Loaded.Unreadable.class);
      assertThat(directory.resolve("pod.json.quarantined-" + number))
          .hasContent("broken " + number);
    }
  }

  @Test
  void aLinkOrADirectoryIsNoRecord() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "secret");
    Files.createSymbolicLink(path, outside);
    assertThat(file.load()).isInstanceOf(Loaded.Unreadable.class);
    assertThat(outside).hasContent("secret");
    Files.createDirectory(path);
    assertThat(file.load()).isInstanceOf(Loaded.Unreadable.class);
  }

  @Test
  void anOlderVersionIsUpgraded() throws IOException {
    Files.writeString(
        path, "{\"version\":1,\"bootId\":\"b\",\"record\":{\"title\":\"n\",\"attempt\":1}}");
    RecordFile<Pod> upgrading =
        new RecordFile<>(
            path,
            Pod.class,
            2,
            (from, old) -> {
              assertThat(from).isEqualTo(1);
              return ((ObjectNode) old).put("name", old.path("title").stringValue());
            });
    assertThat(upgrading.load()).isEqualTo(new Loaded.Present<>(new Pod("n", 1, null, null), "b"));
  }

  @Test
  void aVirtualThreadIsRefused() throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              file.write(POD, Durability.SYNCED);
              return null;
            });
    Thread.ofVirtual().start(task).join();
    assertThatThrownBy(task::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(path).doesNotExist();
  }

  @Test
  void writersOfOneFileDoNotMix() throws Exception {
    List<Thread> writers =
        List.of("a", "b").stream()
            .map(
                name ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int i = 0; i < 50; i++) {
                                file.write(
                                    new Pod(
                                        name.repeat(1000 * (i % 3 + 1)),
                                        i,
                                        Instant.EPOCH,
                                        List.of()),
                                    Durability.RENAMED);
                              }
                            }))
            .toList();
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(file.load()).isInstanceOf(Loaded.Present.class);
  }

  /**
   * One text may be as long as a record; what would be longer is refused, and the old one stays.
   */
  @Test
  void whatIsWrittenCanBeRead() {
    Pod big = new Pod("x".repeat(5 << 20), 1, Instant.EPOCH, List.of());
    file.write(big, Durability.SYNCED);
    assertThat(file.load()).isEqualTo(new Loaded.Present<>(big, BootId.current()));

    Pod tooBig = new Pod("\u0001".repeat(2 << 20), 1, Instant.EPOCH, List.of());
    assertThatThrownBy(() -> file.write(tooBig, Durability.SYNCED))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining(path + " would be larger than 8388608 bytes");
    assertThat(file.load()).isEqualTo(new Loaded.Present<>(big, BootId.current()));
    assertThat(directory.toFile().list()).containsExactly("pod.json");
  }
}
