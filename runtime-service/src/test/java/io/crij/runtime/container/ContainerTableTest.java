package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.Cgroups;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.record.RecordFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerTableTest {
  private static final String ONE = "ab" + "0".repeat(62);
  private static final String TWO = "ab" + "1".repeat(62);

  @TempDir Path directory;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ContainerTable table = new ContainerTable();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void aPrefixMeansTheOnlyOneThatBeginsSo() {
    ContainerEntry one = add(ONE, new ContainerState.Created());
    add(TWO, new ContainerState.Created());

    assertThat(table.find("ab0")).contains(one);
    assertThat(table.find("../../x")).isEmpty();
    assertThatThrownBy(() -> table.find("ab")).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> table.find("")).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void whatIsBeingMadeIsInItsSandboxAndNotShown() {
    ContainerEntry creating = add(ONE, new ContainerState.Creating());
    add(TWO, new ContainerState.Created());

    assertThat(table.in(TestContainers.SANDBOX)).hasSize(2).contains(creating);
    assertThat(table.visible()).extracting(Container::id).containsExactly(TWO);
  }

  @Test
  void whatIsRemovedIsFoundNoMore() {
    ContainerEntry one = add(ONE, new ContainerState.Created());

    table.remove(one);

    assertThat(table.find(ONE)).isEmpty();
    assertThat(table.all()).isEmpty();
  }

  private ContainerEntry add(String id, ContainerState state) {
    CgroupHost none = new CgroupHost(CgroupHost.Version.V1, Map.of(), Optional.empty());
    ContainerEntry entry =
        new ContainerEntry(
            TestContainers.container(id, state),
            new RecordFile<>(directory.resolve(id), ContainerRecord.class, ContainerRecord.VERSION),
            Optional.empty(),
            new StopParts(new Cgroups(none), timer));
    table.add(entry);
    return entry;
  }
}
