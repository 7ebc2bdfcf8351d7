package io.crij.deploy.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no main source may do, because one place does it safely. */
class SourceRulesTest {
  private static final int MAX_LINES = 500;

  private final SourceTree tree = SourceTree.find();

  enum Rule {
    SPAWN_ONLY_BY_THE_SPAWNER("\\bProcessBuilder\\b|\\bRuntime\\.getRuntime\\(\\)\\s*\\.exec\\b"),
    FORMAT_IS_NEVER_GUESSED("\\b(ArchiveStreamFactory|CompressorStreamFactory)\\b"),
    NO_POLYMORPHIC_JSON("\\b(activateDefaultTyping|enableDefaultTyping|JsonTypeInfo)\\b"),
    NO_JAVA_SERIALIZATION("\\bObjectInputStream\\b");

    final Pattern forbidden;

    Rule(String forbidden) {
      this.forbidden = Pattern.compile(forbidden);
    }
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void mainSourcesKeepTheRule(Rule rule) throws IOException {
    List<Path> files = new ArrayList<>();
    for (ProjectModule module : ProjectModule.values()) {
      files.addAll(tree.javaFiles(module.folder, "main"));
    }
    assertThat(files).isNotEmpty();
    assertThat(tree.linesMatching(files, rule.forbidden)).isEmpty();
  }

  @Test
  void noFileIsLongerThanOneConceptNeeds() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (ProjectModule module : ProjectModule.values()) {
      for (String sourceSet : List.of("main", "test")) {
        for (Path file : tree.javaFiles(module.folder, sourceSet)) {
          try (Stream<String> lines = Files.lines(file)) {
            long count = lines.count();
            if (count > MAX_LINES) {
              tooLong.add(tree.root().relativize(file) + " has " + count + " lines");
            }
          }
        }
      }
    }
    assertThat(tooLong).as("split by concept").isEmpty();
  }
}
