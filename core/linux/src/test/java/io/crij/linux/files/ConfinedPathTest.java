package io.crij.linux.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import org.junit.jupiter.api.Test;

final class ConfinedPathTest {
  @Test
  void isRelativeAndNormal() {
    ConfinedPath path = ConfinedPath.parse("//a/./b//c/");

    assertThat(path).hasToString("a/b/c").isEqualTo(ConfinedPath.parse("a/b/c"));
    assertThat(path.parent()).hasToString("a/b");
    assertThat(path.name()).hasToString("c");
    assertThat(path.depth()).isEqualTo(3);
    assertThat(path.components()).hasSize(3).last().hasToString("c");
    assertThat(path.parent().resolve("c")).isEqualTo(path);
  }

  @Test
  void theRootHasNoName() {
    for (String root : new String[] {"", "/", ".", "./", "//."}) {
      ConfinedPath path = ConfinedPath.parse(root);
      assertThat(path.isRoot()).isTrue();
      assertThat(path.parent()).isEqualTo(ConfinedPath.ROOT);
      assertThat(path.components()).isEmpty();
      assertThat(path.depth()).isZero();
    }
  }

  @Test
  void parentReferencesAreSeen() {
    for (String path : new String[] {"..", "../a", "a/..", "a/../b", "/.."}) {
      assertThat(ConfinedPath.parse(path).hasParentReference()).as(path).isTrue();
    }
    for (String path : new String[] {"...", "a..", "..a/b", "a/...", ""}) {
      assertThat(ConfinedPath.parse(path).hasParentReference()).as(path).isFalse();
    }
  }

  @Test
  void aNulIsRefused() {
    assertThatThrownBy(() -> ConfinedPath.parse("a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a\\x00b");
  }

  @Test
  void bytesThatAreNotTextAreKeptAndShownEscaped() {
    byte[] latin = {'a', (byte) 0xe9, '/', '\n'};
    ConfinedPath path = ConfinedPath.parse(latin);

    assertThat(path.bytes()).isEqualTo(latin);
    assertThat(path).hasToString("a\\xe9/\\x0a");
    assertThatThrownBy(path::text).isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void ancestorsAreWholeComponents() {
    ConfinedPath path = ConfinedPath.parse("ab/c");

    assertThat(path.startsWith(ConfinedPath.parse("ab"))).isTrue();
    assertThat(path.startsWith(path)).isTrue();
    assertThat(path.startsWith(ConfinedPath.ROOT)).isTrue();
    assertThat(path.startsWith(ConfinedPath.parse("a"))).isFalse();
    assertThat(path.startsWith(ConfinedPath.parse("ab/c/d"))).isFalse();
  }

  @Test
  void longPathsAreCutInMessages() {
    assertThat(ConfinedPath.parse("x".repeat(5000)).toString())
        .hasSizeLessThan(250)
        .endsWith("... (5000 bytes)");
  }
}
