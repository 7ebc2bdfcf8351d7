package io.crij.cni;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigDirectoryTest {
  @TempDir private Path temporary;
  private Path netD;

  @BeforeEach
  void name() {
    netD = temporary.resolve("net.d");
  }

  @Test
  void followsADirectoryThatAppearsVanishesAndComesBack() throws IOException {
    ConfigDirectory directory = new ConfigDirectory(netD, Optional.empty());
    assertThat(directory.scan().reason()).contains(netD.toString(), "does not exist");

    Files.createDirectory(netD);
    assertThat(directory.scan().reason()).contains(netD.toString(), "holds no *.conflist");

    Path file = write("10-a.conflist", network("first"));
    assertThat(chosen(directory)).isEqualTo("first");

    Files.delete(file);
    Files.delete(netD);
    assertThat(directory.scan().network()).isEmpty();

    Files.createDirectory(netD);
    write("10-a.conflist", network("again"));
    assertThat(chosen(directory)).isEqualTo("again");
  }

  @Test
  void noticesAFileReplacedByOneOfTheSameSizeAndTime() throws IOException {
    Files.createDirectory(netD);
    Path file = write("10-a.conf", network("one"));
    ConfigDirectory directory = new ConfigDirectory(netD, Optional.empty());
    assertThat(chosen(directory)).isEqualTo("one");

    Path other = write("new.tmp", network("two"));
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

    assertThat(chosen(directory)).isEqualTo("two");
  }

  @Test
  void readsNothingAgainWhileNothingChanges() throws IOException {
    Files.createDirectory(netD);
    write("10-a.conf", network("one"));
    ConfigDirectory directory = new ConfigDirectory(netD, Optional.empty());

    assertThat(directory.scan()).isSameAs(directory.scan());
  }

  @Test
  void takesTheLexicallyFirstValidFileAndTellsWhatItSkipped() throws IOException {
    Files.createDirectory(netD);
    write("30-c.json", network("c"));
    write("20-b.conflist", network("b"));
    write("10-a.conf", "{broken");
    write("00-readme.txt", network("readme"));

    ConfigScan scan = new ConfigDirectory(netD, Optional.empty()).scan();

    assertThat(scan.network().orElseThrow().name()).isEqualTo("b");
    assertThat(scan.skipped()).singleElement().asString().startsWith("10-a.conf: it is not valid");
  }

  @Test
  void takesTheNamedNetwork() throws IOException {
    Files.createDirectory(netD);
    write("10-a.conf", network("a"));
    write("20-b.conf", network("b"));

    assertThat(chosen(new ConfigDirectory(netD, Optional.of("b")))).isEqualTo("b");
    assertThat(new ConfigDirectory(netD, Optional.of("c")).scan().reason())
        .contains("no network 'c' in " + netD, "10-a.conf: network 'a'", "20-b.conf: network 'b'");
  }

  @Test
  void tellsEveryFileThatItCouldNotUse() throws IOException {
    Files.createDirectory(netD);
    write("10-a.conf", "{broken");
    write("20-b.conf", "{\"cniVersion\":\"1.0.0\",\"name\":\"b\",\"type\":\"/bin/sh\"}");
    write("30-c.conf", " ".repeat((1 << 20) + 1));
    Files.createDirectory(netD.resolve("40-d.conf"));

    assertThat(new ConfigDirectory(netD, Optional.empty()).scan().reason())
        .contains(netD.toString(), "10-a.conf: it is not valid JSON", "20-b.conf: type '/bin/sh'")
        .contains("30-c.conf: it is larger than 1 MiB", "40-d.conf: it is not a regular file");
  }

  private static String network(String name) {
    return "{\"cniVersion\":\"1.0.0\",\"name\":\""
        + name
        + "\",\"plugins\":[{\"type\":\"bridge\"}]}";
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(netD.resolve(name), content);
  }

  private static String chosen(ConfigDirectory directory) {
    return directory.scan().network().orElseThrow().name();
  }
}
