package io.crij.deploy.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every module, package and file has, and how long files are. */
class ProjectShapeTest {
  private static final int LONGEST = 500;
  private static final int HALF_UNDER = 90;
  private static final int NINE_IN_TEN_UNDER = 250;

  /** Names that say nothing about what is inside. */
  private static final Pattern VAGUE_NAME =
      Pattern.compile("(?:Utils?|Helpers?|Managers?|Misc|Common|Stuff)\\.java");

  /** The option cgroup_manager of crio.conf; a subclass of the JDK's LogManager. */
  private static final List<String> NAMES_OF_OTHERS =
      List.of("CgroupManager.java", "KeptLogManager.java");

  private final SourceTree tree = SourceTree.find();

  @ParameterizedTest
  @EnumSource(ProjectModule.class)
  void aModuleSaysWhatItIs(ProjectModule module) {
    assertThat(tree.root().resolve(module.folder).resolve("README.md")).isNotEmptyFile();
  }

  @Test
  void aPackageSaysWhatItIs() throws IOException {
    TreeSet<Path> silent = new TreeSet<>();
    tree.mainFiles().forEach(file -> silent.add(file.getParent()));
    assertThat(silent).isNotEmpty();
    silent.removeIf(folder -> Files.isRegularFile(folder.resolve("package-info.java")));
    assertThat(silent).as("packages without package-info.java").isEmpty();
  }

  @Test
  void namesSayWhatIsInside() throws IOException {
    assertThat(tree.allFiles())
        .extracting(file -> file.getFileName().toString())
        .filteredOn(name -> VAGUE_NAME.matcher(name).find())
        .isSubsetOf(NAMES_OF_OTHERS);
  }

  @Test
  void noFileIsLongerThanOneConceptNeeds() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : tree.allFiles()) {
      if (lines(file) > LONGEST) {
        tooLong.add(tree.root().relativize(file) + " has " + lines(file) + " lines");
      }
    }
    assertThat(tooLong).as("split by concept").isEmpty();
  }

  @Test
  void mostMainFilesAreShort() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    for (Path file : tree.mainFiles()) {
      lengths.add(lines(file));
    }
    lengths.sort(Integer::compare);
    assertThat(lengths.get(lengths.size() / 2)).as("the median").isLessThan(HALF_UNDER);
    assertThat(lengths.get(lengths.size() * 9 / 10))
        .as("the ninth decile")
        .isLessThan(NINE_IN_TEN_UNDER);
  }

  private static int lines(Path file) throws IOException {
    return Files.readAllLines(file).size();
  }
}
