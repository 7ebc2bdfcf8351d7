package io.crij.image.registries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistriesFilesTest {
  private static final String DIGEST = "sha256:" + "d".repeat(64);

  @TempDir Path directory;

  @Test
  void withoutFilesEveryImageIsAtItsRegistry() {
    Registries registries = files().current();

    assertThat(route(registries, "quay.io/a/b:c")).containsExactly("registry quay.io/a/b");
    assertThat(registries.candidates("x")).hasToString("[docker.io/library/x:latest]");
  }

  @Test
  void aMirrorServesAnImageUnderItsOwnPath() throws IOException {
    write(
        "registries.conf",
        """
        unqualified-search-registries = ["quay.io"]
        [[registry]]
        prefix = "registry.k8s.io"
        [[registry.mirror]]
        location = "localhost:5000"
        insecure = true
        [[registry.mirror]]
        location = "cache.example.com/k8s"
        """);

    Registries registries = files().current();

    List<Endpoint> route =
        registries.route(ImageReference.parse("registry.k8s.io/e2e/agnhost:2.53")).stream()
            .map(RouteEntry::endpoint)
            .toList();
    assertThat(route)
        .extracting(Endpoint::toString)
        .containsExactly(
            "mirror localhost:5000/e2e/agnhost",
            "mirror cache.example.com/k8s/e2e/agnhost",
            "registry registry.k8s.io/e2e/agnhost");
    assertThat(route).extracting(Endpoint::insecure).containsExactly(true, false, false);
    assertThat(registries.candidates("x")).hasToString("[quay.io/x:latest]");
  }

  @Test
  void theLongestPrefixWins() throws IOException {
    write(
        "registries.conf",
        """
        [[registry]]
        location = "a.example.com"
        [[registry]]
        prefix = "a.example.com/team"
        location = "b.example.com/x"
        insecure = true
        [[registry]]
        prefix = "*.example.com"
        location = "c.example.com"
        [[registry]]
        prefix = "blocked.org"
        blocked = true
        """);
    Registries registries = files().current();

    assertThat(route(registries, "a.example.com/team/i"))
        .containsExactly("registry b.example.com/x/i");
    assertThat(route(registries, "a.example.com/teams/i"))
        .containsExactly("registry a.example.com/teams/i");
    assertThat(route(registries, "z.example.com/q/i"))
        .containsExactly("registry c.example.com/q/i");
    assertThat(route(registries, "x.org/a.example.com/i"))
        .containsExactly("registry x.org/a.example.com/i");
    assertThatThrownBy(() -> route(registries, "blocked.org/i"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("registries.conf");
  }

  @Test
  void mirrorsMayServeDigestsOrTagsOnly() throws IOException {
    write(
        "registries.conf",
        """
        [[registry]]
        prefix = "a.org"
        mirror-by-digest-only = true
        [[registry.mirror]]
        location = "m.org"
        [[registry.mirror]]
        location = "t.org"
        pull-from-mirror = "tag-only"
        """);
    Registries registries = files().current();

    assertThat(route(registries, "a.org/x:1"))
        .containsExactly("mirror t.org/x", "registry a.org/x");
    assertThat(route(registries, "a.org/x@" + DIGEST))
        .containsExactly("mirror m.org/x", "registry a.org/x");
  }

  @Test
  void dropInsComeLaterInOrderOfTheirNames() throws IOException {
    write("registries.conf", "[[registry]]\nprefix = \"a.org\"\nlocation = \"main.org\"\n");
    write(
        "registries.conf.d/10.conf", "[[registry]]\nprefix = \"a.org\"\nlocation = \"ten.org\"\n");
    write(
        "registries.conf.d/20.conf", "[[registry]]\nprefix = \"a.org\"\nlocation = \"last.org\"\n");
    write("registries.conf.d/30.txt", "not read");

    assertThat(route(files().current(), "a.org/x")).containsExactly("registry last.org/x");
  }

  @Test
  void changesAreSeenWithoutRestartAndBrokenOnesAreNot() throws IOException {
    write("registries.conf", "[[registry]]\nprefix = \"a.org\"\nlocation = \"one.org\"\n");
    RegistriesFiles files = files();
    assertThat(route(files.current(), "a.org/x")).containsExactly("registry one.org/x");

    write("registries.conf", "[[registry]]\nprefix = \"a.org\"\nlocation = \"two.org\"\n", 1);
    assertThat(route(files.current(), "a.org/x")).containsExactly("registry two.org/x");

    // Another file that takes the name within the clock's grain, as careful writers do.
    write("new", "[[registry]]\nprefix = \"a.org\"\nlocation = \"six.org\"\n", 1);
    Files.move(
        directory.resolve("new"),
        directory.resolve("registries.conf"),
        StandardCopyOption.ATOMIC_MOVE);
    assertThat(route(files.current(), "a.org/x")).containsExactly("registry six.org/x");
    write("registries.conf", "[[registry]]\nprefix = \"a.org\"\nlocation = \"two.org\"\n", 3);
    assertThat(route(files.current(), "a.org/x")).containsExactly("registry two.org/x");

    write("registries.conf", "[[registry]\n", 2);
    assertThat(route(files.current(), "a.org/x")).containsExactly("registry two.org/x");

    Files.delete(directory.resolve("registries.conf"));
    assertThat(route(files.current(), "a.org/x")).containsExactly("registry a.org/x");
  }

  @Test
  void whatIsWrongIsNamedWithFileAndKey() throws IOException {
    for (String wrong :
        List.of(
            "[[registry]]\ninsecure = true",
            "[[registry]]\nlocation = \"https://a.org\"",
            "[[registry]]\nlocation = 1",
            "[[registry]]\nlocation = \"a.org\"\nblocked = \"yes\"",
            "[registry]\nlocation = \"a.org\"",
            "[[registry]]\nlocation = \"a.org\"\n[[registry.mirror]]\ninsecure = true",
            "[[registry]]\nlocation = \"a.org\"\n[[registry.mirror]]\nlocation = \"b.org\"\n"
                + "pull-from-mirror = \"never\"",
            "unqualified-search-registries = \"docker.io\"",
            "unqualified-search-registries = [\"https://docker.io\"]",
            "short-name-mode = \"loose\"",
            "aliases = 1",
            "[aliases]\n\"x:1\" = \"a.org/x\"",
            "[aliases]\n\"a.org/x\" = \"a.org/x\"",
            "[aliases]\n\"x\" = \"y\"",
            "[aliases]\n\"x\" = \"a.org/x:1\"",
            "credential-helpers = [\"../x\"]",
            "[registries.search]\nregistries = []",
            "= x")) {
      write("registries.conf", wrong);
      assertThatThrownBy(this::files)
          .as(wrong)
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("registries.conf");
    }
  }

  @Test
  void unknownKeysAreWarnings() {
    List<String> warnings = new ArrayList<>();
    Path file = Path.of("/etc/x.conf");

    new RegistriesToml(file, warnings::add)
        .parse("colour = 1\n[[registry]]\nlocation = \"a.org\"\nspeed = 2\n");

    assertThat(warnings)
        .containsExactly(
            "/etc/x.conf: unknown key colour is ignored",
            "/etc/x.conf: unknown key registry.speed is ignored");
  }

  private static List<String> route(Registries registries, String image) {
    return registries.route(ImageReference.parse(image)).stream()
        .map(entry -> entry.endpoint().toString())
        .toList();
  }

  private RegistriesFiles files() {
    return new RegistriesFiles(directory.resolve("registries.conf"));
  }

  private void write(String name, String text) throws IOException {
    write(name, text, 0);
  }

  /** Gives each version its own time, as a slow editor would. */
  private void write(String name, String text, int version) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L + version * 1000L));
  }
}
