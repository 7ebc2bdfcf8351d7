package io.crij.image.registries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What names without a registry mean. */
class ShortNamesTest {
  private static final String TWO =
      "unqualified-search-registries = [\"one.org\", \"docker.io\"]\n";
  private static final Optional<ShortNameMode> FILES_DECIDE = Optional.empty();

  @TempDir Path directory;

  @Test
  void anAliasBeatsTheSearchWithTagAndDigestKept() throws IOException {
    write(
        "registries.conf",
        TWO
            + """
            short-name-mode = "enforcing"
            [aliases]
            "fedora" = "registry.fedoraproject.org/fedora"
            "team/app" = "quay.io/team/app"
            "gone" = "a.org/gone"
            """);
    write("registries.conf.d/10.conf", "[aliases]\n\"gone\" = \"\"\n\"new\" = \"b.org/c/new\"\n");
    String digest = "@sha256:" + "a".repeat(64);

    assertThat(toPull("fedora")).containsExactly("registry.fedoraproject.org/fedora:latest");
    assertThat(toPull("fedora:41")).containsExactly("registry.fedoraproject.org/fedora:41");
    assertThat(toPull("fedora" + digest))
        .containsExactly("registry.fedoraproject.org/fedora" + digest);
    assertThat(toPull("team/app:1")).containsExactly("quay.io/team/app:1");
    assertThat(toPull("new")).containsExactly("b.org/c/new:latest");
    assertThat(registries().meanings("new").getFirst())
        .isEqualTo(
            new NameMeaning(
                io.crij.image.reference.ImageReference.parse("b.org/c/new"),
                Optional.of(directory.resolve("registries.conf.d/10.conf")),
                "alias"));
    assertThatThrownBy(() -> toPull("gone")).isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void enforcingRefusesAGuessAndSaysWhoForbidsIt() throws IOException {
    write("registries.conf", TWO);
    write("registries.conf.d/50-mode.conf", "short-name-mode = \"enforcing\"\n");

    assertThatThrownBy(() -> toPull("busybox"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("one.org/busybox:latest or docker.io/library/busybox:latest")
        .hasMessageContaining("registries.conf)")
        .hasMessageContaining("50-mode.conf")
        .hasMessageContaining("[aliases]");
    assertThat(toPull("one.org/busybox")).containsExactly("one.org/busybox:latest");
    // A look at what is on the node is no guess.
    assertThat(registries().candidates("busybox")).hasSize(2);
  }

  @Test
  void otherModesTryAllInOrder() throws IOException {
    for (String mode :
        List.of("", "short-name-mode = \"permissive\"", "short-name-mode = \"disabled\"")) {
      write("registries.conf", TWO + mode);
      assertThat(toPull("busybox:1"))
          .containsExactly("one.org/busybox:1", "docker.io/library/busybox:1");
    }
  }

  @Test
  void theDaemonsOwnModeBeatsTheFiles() throws IOException {
    write("registries.conf", TWO);
    assertThatThrownBy(() -> registries().meaningsToPull("x", Optional.of(ShortNameMode.ENFORCING)))
        .hasMessageContaining("the configuration of crij");
    write("registries.conf", TWO + "short-name-mode = \"enforcing\"");
    assertThat(registries().meaningsToPull("x", Optional.of(ShortNameMode.DISABLED))).hasSize(2);
  }

  @Test
  void oneRegistryToSearchIsNoGuess() throws IOException {
    write(
        "registries.conf",
        "unqualified-search-registries = [\"one.org\"]\nshort-name-mode = \"enforcing\"\n");
    assertThat(toPull("busybox")).containsExactly("one.org/busybox:latest");
  }

  @Test
  void withoutAnythingSaidItIsDockerHub() throws IOException {
    write("registries.conf", "short-name-mode = \"enforcing\"\n");
    assertThat(toPull("busybox")).containsExactly("docker.io/library/busybox:latest");
  }

  private List<String> toPull(String written) {
    return registries().meaningsToPull(written, FILES_DECIDE).stream()
        .map(meaning -> meaning.reference().toString())
        .toList();
  }

  private Registries registries() {
    return new RegistriesFiles(directory.resolve("registries.conf")).current();
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
