package io.crij.deploy.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may open, list, make or remove files by a path string ({@link PathAccess}). */
class PathRulesTest {
  private static final Pattern BY_PATH =
      Pattern.compile(
          "\\bFiles\\.(?!class)[a-z]|\\bFileChannel\\.open\\(|\\bAsynchronousFileChannel\\b"
              + "|\\.toFile\\(\\)|\\.toRealPath\\(|\\bjava\\.io\\.File\\b"
              + "|\\bnew (File|FileInputStream|FileOutputStream|FileReader|FileWriter"
              + "|RandomAccessFile)\\(");

  private final SourceTree tree = SourceTree.find();

  @Test
  void onlyListedClassesReachFilesByPath() throws IOException {
    Set<String> unlisted = users();
    unlisted.removeAll(listed());
    assertThat(unlisted)
        .as("use ConfinedDirectory, or list the class in PathAccess under why its paths are ours")
        .isEmpty();
  }

  @Test
  void theListIsNotLongerThanNeeded() throws IOException {
    Set<String> idle = new TreeSet<>(listed());
    idle.removeAll(users());
    assertThat(idle).as("classes of PathAccess that reach no file by path").isEmpty();
  }

  @Test
  void someNeverDo() {
    for (String place : PathAccess.NEVER) {
      assertThat(listed()).noneMatch(name -> name.startsWith(place));
    }
  }

  @Test
  void aUseIsSeen() {
    assertThat(List.of("Files.exists(path)", "FileChannel.open(path)", "new FileReader(name)"))
        .allMatch(line -> BY_PATH.matcher(line).find());
    assertThat(List.of("UserFiles.exists(path)", "ConfinedDirectory.open(path)"))
        .noneMatch(line -> BY_PATH.matcher(line).find());
  }

  private static Set<String> listed() {
    return Arrays.stream(PathAccess.values())
        .flatMap(each -> each.classes.stream())
        .collect(Collectors.toSet());
  }

  /** As "linux/host/KernelFacts". */
  private Set<String> users() throws IOException {
    return tree.linesMatching(tree.mainFiles(), BY_PATH).stream()
        .map(line -> nameOf(line.file()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String nameOf(Path file) {
    String path = file.toString();
    String ours = "io/crij/";
    return path.substring(path.indexOf(ours) + ours.length(), path.length() - ".java".length());
  }
}
