package io.crij.operations.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.ResourceExhausted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records on a tmpfs of 64 KiB that is full. */
class FullDiskKernelTest {
  record Note(String text) {}

  @TempDir Path directory;
  private Path disk;
  private Path filler;
  private boolean mounted;
  private RecordFile<Note> file;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "crij-test", disk.toString()) == 0;
    Assumptions.assumeTrue(mounted, "mounting a tmpfs needs root");
    filler = disk.resolve("filler");
    file = new RecordFile<>(disk.resolve("note.json"), Note.class, 1);
    file.write(new Note("old"), Durability.SYNCED);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void theOldRecordStaysAndTheErrorSaysWhatToDo(Durability durability) throws IOException {
    fill();
    assertThatThrownBy(() -> file.write(new Note("new".repeat(9000)), durability))
        .isInstanceOf(ResourceExhausted.class)
        .hasMessageContaining(file.path().toString())
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("Free space");
    assertThat(disk.toFile().list()).containsExactlyInAnyOrder("filler", "note.json");
    assertThat(file.load()).isEqualTo(new Loaded.Present<>(new Note("old"), BootId.current()));
  }

  @Test
  void aWriteWorksAgainWhenThereIsSpace() throws IOException {
    fill();
    assertThatThrownBy(() -> file.write(new Note("new".repeat(9000)), Durability.SYNCED))
        .isInstanceOf(ResourceExhausted.class);
    Files.delete(filler);
    file.write(new Note("new"), Durability.SYNCED);
    assertThat(file.load()).isEqualTo(new Loaded.Present<>(new Note("new"), BootId.current()));
  }

  private void fill() throws IOException {
    Files.write(filler, new byte[40 << 10]);
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int code = process.waitFor();
    System.out.print(output);
    return code;
  }
}
