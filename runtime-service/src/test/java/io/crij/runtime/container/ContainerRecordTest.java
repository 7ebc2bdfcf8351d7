package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.process.ProcessIdentity;
import io.crij.oci.monitor.MonitoredProcess;
import io.crij.operations.record.Durability;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerRecordTest {
  private static final String ID = "a".repeat(64);

  @TempDir Path directory;

  @Test
  void aContainerIsTheSameAfterItsRecord() {
    Container container =
        TestContainers.container(ID, new ContainerState.Created().started(Instant.EPOCH))
            .with(new MonitoredProcess(ID, new ProcessIdentity(42, 7), new ProcessIdentity(41, 6)));
    RecordFile<ContainerRecord> file = file();

    file.write(ContainerRecord.of(container), Durability.SYNCED);

    assertThat(file.load())
        .isInstanceOfSatisfying(
            Loaded.Present.class,
            present ->
                assertThat(((ContainerRecord) present.value()).container()).isEqualTo(container));
  }

  @Test
  void whatIsNotYetKnownStaysUnknown() {
    Container container =
        new Container(
            ID,
            TestContainers.SANDBOX,
            TestContainers.config("app"),
            TestContainers.IMAGE,
            "runc",
            TestContainers.container(ID, new ContainerState.Creating()).cgroup(),
            Optional.empty(),
            Instant.EPOCH,
            new ContainerState.Creating(),
            Optional.empty(),
            Optional.empty());
    RecordFile<ContainerRecord> file = file();

    file.write(ContainerRecord.of(container), Durability.RENAMED);

    assertThat(file.load())
        .isInstanceOfSatisfying(
            Loaded.Present.class,
            present ->
                assertThat(((ContainerRecord) present.value()).container()).isEqualTo(container));
  }

  @Test
  void anIdThatIsAPathIsNoRecord() throws IOException {
    RecordFile<ContainerRecord> file = file();
    file.write(
        ContainerRecord.of(TestContainers.container(ID, new ContainerState.Creating())),
        Durability.RENAMED);
    Path path = file.path();
    Files.writeString(path, Files.readString(path).replace(ID, "../".repeat(10)));

    assertThat(file.load()).isInstanceOf(Loaded.Unreadable.class);
  }

  private RecordFile<ContainerRecord> file() {
    return new RecordFile<>(
        directory.resolve("container.json"), ContainerRecord.class, ContainerRecord.VERSION);
  }
}
