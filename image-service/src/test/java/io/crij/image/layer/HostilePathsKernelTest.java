package io.crij.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.testing.TarEntry;
import io.crij.image.testing.Tree;
import io.crij.linux.files.ConfinedPath;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that try to write outside of their root. */
class HostilePathsKernelTest {
  @TempDir Path directory;
  private UnpackFixture fixture;
  private Map<String, String> canaryBefore;

  @BeforeEach
  void start() throws IOException {
    fixture = new UnpackFixture(directory);
    canaryBefore = Tree.of(fixture.canary());
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(Tree.of(fixture.canary())).isEqualTo(canaryBefore);
    fixture.close();
    assertThat(Tree.of(directory)).containsOnlyKeys("", "canary", "canary/file");
  }

  /** Where a link to the canary leads when the layer is the root directory. */
  private Path inside(String name) {
    return fixture.target().resolve(Path.of("/").relativize(fixture.canary())).resolve(name);
  }

  @Test
  void P1_symlinkInLayerNeverLeadsOut() {
    fixture.unpack(
        TarEntry.symlink("d", fixture.canary().toString()),
        TarEntry.symlink("e", "../../canary"),
        TarEntry.file("d/x", "evil"),
        TarEntry.file("e/x", "evil"),
        TarEntry.hardLink("d/y", "d/x"));

    assertThat(inside("x")).hasContent("evil");
    assertThat(inside("y")).hasContent("evil");
    assertThat(fixture.target().resolve("canary/x")).hasContent("evil");
  }

  @Test
  void P1_aLinkIntoTheLayerIsFollowedAsInAContainer() throws IOException {
    fixture.unpack(
        TarEntry.directory("usr/lib"),
        TarEntry.symlink("lib", "/usr/lib"),
        TarEntry.symlink("up", "../../../usr"),
        TarEntry.file("lib/a", "one"),
        TarEntry.file("up/lib/b", "two"),
        TarEntry.file("lib/.wh.c", ""));

    assertThat(fixture.target().resolve("usr/lib/a")).hasContent("one");
    assertThat(fixture.target().resolve("usr/lib/b")).hasContent("two");
    assertThat(Tree.of(fixture.target()).get("usr/lib/c")).startsWith("CHARACTER_DEVICE");
    assertThat(Files.isSymbolicLink(fixture.target().resolve("lib"))).isTrue();
  }

  @Test
  void P1_linkLoopsAreRefused() {
    assertThatThrownBy(
            () ->
                fixture.unpack(
                    TarEntry.symlink("a", "b"),
                    TarEntry.symlink("b", "a"),
                    TarEntry.file("a/x", "evil")))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void P1_hardLinksToWhatIsOutsideMakeNothing() throws IOException {
    String outside = fixture.canary().resolve("file").toString();
    fixture.unpack(
        TarEntry.hardLink("x", outside),
        TarEntry.symlink("d", fixture.canary().toString()),
        TarEntry.hardLink("y", "d/file"));
    assertThat(Tree.of(fixture.target())).containsOnlyKeys("", "d");
    // Whether a lower layer has them is seen when the image is put together.
    assertThat(fixture.needs().links())
        .containsExactly(
            new LayerNeeds.LowerLink(ConfinedPath.parse("x"), ConfinedPath.parse(outside)),
            new LayerNeeds.LowerLink(ConfinedPath.parse("y"), ConfinedPath.parse("d/file")));
    assertThatThrownBy(() -> fixture.unpack(TarEntry.hardLink("x", "../canary/file")))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("\"..\"");
  }

  @Test
  void P2_modesAndOwnersGoToTheLinkItselfOrToWhatTakesItsPlace() throws IOException {
    String outside = fixture.canary().resolve("file").toString();
    fixture.unpack(
        TarEntry.symlink("f", outside).mode(04777).owner(7, 7),
        TarEntry.symlink("g", outside),
        TarEntry.file("g", "mine").mode(04777).owner(7, 7),
        TarEntry.symlink("h", outside),
        TarEntry.hardLink("i", "h").mode(04777).owner(7, 7));

    assertThat(Tree.of(fixture.target()).get("f")).startsWith("SYMLINK").contains(" 7:7 ");
    assertThat(Tree.of(fixture.target()).get("g")).startsWith("REGULAR 4777 7:7 ");
    assertThat(Files.isSymbolicLink(fixture.target().resolve("i"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../canary/evil",
        "a/../../canary/evil",
        "/../canary/evil",
        "./../canary/evil",
        "..",
        "a/.."
      })
  void P3_namesThatLeadUpAreRefused(String name) {
    assertThatThrownBy(() -> fixture.unpack(TarEntry.file(name, "evil")))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("leads out");
    assertThatThrownBy(() -> fixture.unpack(TarEntry.file("short", "evil").pax("path", name)))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("leads out");
  }

  @Test
  void P3_absoluteNamesAreBelowTheRoot() {
    fixture.unpack(
        TarEntry.file(fixture.canary().resolve("file").toString(), "inside"),
        TarEntry.file("//double///slash", "inside"));

    Path inside = Path.of("/").relativize(fixture.canary().resolve("file"));
    assertThat(fixture.target().resolve(inside)).hasContent("inside");
    assertThat(fixture.target().resolve("double/slash")).hasContent("inside");
  }

  @Test
  void P3_aDirectoryThatBecomesALinkAndADirectoryAgain() {
    TarEntry[] entries = new TarEntry[40];
    for (int i = 0; i < entries.length; i += 4) {
      entries[i] = TarEntry.directory("d");
      entries[i + 1] = TarEntry.file("d/x" + i, "inside");
      entries[i + 2] = TarEntry.symlink("d", fixture.canary().toString());
      entries[i + 3] = TarEntry.directory("d/sub");
    }

    fixture.unpack(entries);

    assertThat(inside("sub")).isDirectory();
    assertThat(Files.isSymbolicLink(fixture.target().resolve("d"))).isTrue();
  }

  @Test
  void P3_whiteoutsNeverLeadOut() {
    assertThatThrownBy(() -> fixture.unpack(TarEntry.file(".wh...", "")))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> fixture.unpack(TarEntry.file("d/.wh..", "")))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> fixture.unpack(TarEntry.file(".wh.", "")))
        .isInstanceOf(InvalidArgument.class);
    fixture.unpack(
        TarEntry.symlink("d", fixture.canary().toString()),
        TarEntry.file("d/.wh.file", ""),
        TarEntry.file("d/.wh..wh..opq", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "./."})
  void theRootIsNothingButADirectory(String name) {
    assertThatThrownBy(() -> fixture.unpack(TarEntry.file(name, "evil")))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> fixture.unpack(TarEntry.symlink(name, "/")))
        .isInstanceOf(InvalidArgument.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "linkpath"})
  void aNulInANameIsRefused(String key) {
    assertThatThrownBy(
            () ->
                fixture.unpack(
                    TarEntry.file("a", ""),
                    TarEntry.hardLink("b", "a").pax(key, "a\0/../../canary")))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(
            () -> fixture.unpack(TarEntry.symlink("c", "d").pax(key, "a\0/../../canary")))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void aFileOnTheWayIsRefused() {
    assertThatThrownBy(
            () -> fixture.unpack(TarEntry.file("a", "file"), TarEntry.file("a/b", "evil")))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("is used as a directory");
  }
}
