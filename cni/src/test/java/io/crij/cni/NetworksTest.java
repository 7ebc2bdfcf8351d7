package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworksTest {
  @TempDir private Path temporary;
  private Path first;
  private Path second;
  private Networks networks;

  @BeforeEach
  void makeDirectories() throws IOException {
    Path netD = Files.createDirectory(temporary.resolve("net.d"));
    first = Files.createDirectory(temporary.resolve("one"));
    second = temporary.resolve("two");
    Files.writeString(
        netD.resolve("10.conflist"),
        """
        {"cniVersion": "1.0.0", "name": "pods",
         "plugins": [{"type": "bridge", "ipam": {"type": "host-local"}}]}
        """);
    CniSettings settings = settings(netD, List.of(first, second));
    networks = new Networks(settings, new PluginDirectories(settings.pluginDirectories()));
  }

  private CniSettings settings(Path netD, List<Path> plugins) {
    Duration minute = Duration.ofMinutes(1);
    return new CniSettings(
        netD, plugins, temporary.resolve("state"), minute, minute, Optional.empty());
  }

  @Test
  void isReadyOnceThePluginsAreThere() throws IOException {
    assertThat(reason())
        .contains("network 'pods'", "10.conflist", "plugin 'bridge'")
        .contains(first.resolve("bridge") + " does not exist")
        .contains(second.resolve("bridge") + " does not exist");

    program(first.resolve("bridge"), "rwxr-xr-x");
    assertThat(reason()).contains("plugin 'host-local'");

    Files.createDirectory(second);
    program(second.resolve("host-local"), "rwxr-xr-x");
    assertThat(networks.state()).isInstanceOf(NetworkState.Ready.class);
    assertThat(networks.require("pod1").name()).isEqualTo("pods");

    Files.delete(first.resolve("bridge"));
    assertThatThrownBy(() -> networks.require("pod1"))
        .isInstanceOf(Unavailable.class)
        .hasMessageContainingAll("pod1", "plugin 'bridge'");
  }

  /** Row N1. */
  @Test
  void refusesProgramsThatAreNotOnesOfTheDirectory() throws IOException {
    Path bridge = first.resolve("bridge");
    Files.createDirectory(bridge);
    assertThat(reason()).contains(bridge + " is not a regular file");

    Files.delete(bridge);
    program(bridge, "rw-r--r--");
    assertThat(reason()).contains(bridge + " is not executable");

    Files.setPosixFilePermissions(bridge, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(reason()).contains(bridge + " is writable by everyone");
  }

  /** Row N1: whoever can lead the link elsewhere could have any program of root's run. */
  @Test
  void refusesALinkThatOthersCanBend() throws IOException {
    Path multi = program(temporary.resolve("multi"), "rwxr-xr-x");
    Path open = Files.createDirectory(temporary.resolve("open"));
    Path hop = Files.createSymbolicLink(open.resolve("hop"), multi);
    Path bridge = Files.createSymbolicLink(first.resolve("bridge"), hop);
    Files.createSymbolicLink(first.resolve("host-local"), hop);
    assertThat(networks.state()).isInstanceOf(NetworkState.Ready.class);

    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(reason()).contains(bridge + " is a link out", "others can change " + open);

    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setAttribute(open, "unix:uid", 65_534);
    assertThat(reason()).contains("others can change " + open);
  }

  /** As k3s, Nix and alternatives lay them out. */
  @Test
  void acceptsLinksToAnotherDirectory() throws IOException {
    Path store = Files.createDirectories(temporary.resolve("store/1234/bin"));
    program(store.resolve("cni"), "rwxr-xr-x");
    Path current = Files.createSymbolicLink(temporary.resolve("current"), Path.of("store/1234"));
    Files.createSymbolicLink(first.resolve("bridge"), current.resolve("bin/cni"));
    Files.createSymbolicLink(first.resolve("host-local"), Path.of("../current/bin/../bin/cni"));

    assertThat(networks.state()).isInstanceOf(NetworkState.Ready.class);
  }

  @Test
  void acceptsALinkInsideTheDirectory() throws IOException {
    program(first.resolve("multi"), "rwxr-xr-x");
    Files.createSymbolicLink(first.resolve("bridge"), Path.of("multi"));
    Files.createSymbolicLink(first.resolve("host-local"), Path.of("multi"));

    assertThat(networks.state()).isInstanceOf(NetworkState.Ready.class);
  }

  @Test
  void refusesPluginDirectoriesThatCniPathCannotName() {
    assertThatThrownBy(() -> settings(temporary, List.of(Path.of("relative"))))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> settings(temporary, List.of(Path.of("/a:b"))))
        .isInstanceOf(InvalidArgument.class);
  }

  private String reason() {
    return ((NetworkState.NotReady) networks.state()).reason();
  }

  private static Path program(Path path, String mode) throws IOException {
    Files.writeString(path, "#!/bin/sh\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
