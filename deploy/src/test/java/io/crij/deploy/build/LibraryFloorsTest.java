package io.crij.deploy.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the class path really holds, whatever the poms say: versions without known weaknesses. */
class LibraryFloorsTest {
  private static final Pattern JAR =
      Pattern.compile("(.+?)-(\\d[\\w.]*?(?:-\\d+)?)(?:-linux-[\\w]+)?\\.jar");

  private record Library(String name, Version version) {
    static Optional<Library> of(Path jar) {
      Matcher matcher = JAR.matcher(jar.getFileName().toString());
      return matcher.matches()
          ? Optional.of(new Library(matcher.group(1), version(matcher.group(2))))
          : Optional.empty();
    }

    /** "-28" counts builds here; to Java's own modules it would be a version before 1.5.7. */
    private static Version version(String text) {
      return Version.parse(text.replace('-', '.'));
    }
  }

  /** Each floor is the first version without a known weakness that matters here. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "netty-.*, 4.2.18",
    "grpc-.*, 1.83.1",
    "protobuf-java, 4.28.2",
    "jackson-databind, 3.1.4",
    "jackson-core, 3.1.4",
    "commons-compress, 1.26.0",
    "commons-lang3, 3.18.0",
    "commons-io, 2.14.0",
    "zstd-jni, 1.5.7"
  })
  void noLibraryIsOlderThan(String name, String floor) {
    List<Library> found = libraries().stream().filter(each -> each.name().matches(name)).toList();
    assertThat(found).as("%s is on the class path", name).isNotEmpty();
    assertThat(found).allMatch(each -> each.version().compareTo(Version.parse(floor)) >= 0);
  }

  /** A second copy inside another jar would keep its version to itself. */
  @Test
  void nothingIsShaded() {
    assertThat(libraries()).noneMatch(each -> each.name().contains("shaded"));
  }

  @Test
  void namesAndVersionsAreUnderstood() {
    assertThat(Library.of(Path.of("netty-transport-native-epoll-4.2.18.Final-linux-x86_64.jar")))
        .contains(new Library("netty-transport-native-epoll", Version.parse("4.2.18.Final")));
    assertThat(Library.of(Path.of("zstd-jni-1.5.7-28.jar")))
        .contains(new Library("zstd-jni", Version.parse("1.5.7.28")));
    assertThat(Version.parse("4.2.18.Final")).isGreaterThanOrEqualTo(Version.parse("4.2.18"));
    assertThat(Version.parse("4.2.9.Final")).isLessThan(Version.parse("4.2.18"));
  }

  private static List<Library> libraries() {
    // Surefire's own jar names the class path in its manifest.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(Path::of)
        .flatMap(jar -> Library.of(jar).stream())
        .toList();
  }
}
