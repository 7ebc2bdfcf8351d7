package io.crij.deploy.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dependencies point down only, in sources and in poms. */
class ModuleDirectionTest {
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);");
  // Imports and qualified uses alike; a line of comment may name anything.
  private static final Pattern OUR_NAME = Pattern.compile("\\bio\\.crij\\.[a-z]\\w*(?:\\.\\w+)*");
  private static final Pattern COMMENT = Pattern.compile("^\\s*(//|\\*|/\\*).*");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);
  private static final Pattern ARTIFACT =
      Pattern.compile("<groupId>io\\.crij</groupId>\\s*<artifactId>([\\w-]+)</artifactId>");

  private final SourceTree tree = SourceTree.find();

  @ParameterizedTest
  @EnumSource(ProjectModule.class)
  void sourcesUseOnlyWhatLiesBelow(ProjectModule module) throws IOException {
    List<String> upward = new ArrayList<>();
    for (SourceTree.Line line : tree.linesMatching(sources(module), OUR_NAME)) {
      if (!COMMENT.matcher(line.text()).matches() && reachesUp(module, line.text())) {
        upward.add(line.toString());
      }
    }
    assertThat(upward).as("names in %s that it must not know", module.folder).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ProjectModule.class)
  void packagesLieInTheirModule(ProjectModule module) throws IOException {
    List<String> astray = new ArrayList<>();
    for (SourceTree.Line line : tree.linesMatching(sources(module), PACKAGE)) {
      Matcher name = PACKAGE.matcher(line.text());
      if (name.find() && !isBelow(name.group(1), module.packageName)) {
        astray.add(line.toString());
      }
    }
    assertThat(astray).as("packages outside %s", module.packageName).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ProjectModule.class)
  void pomDependsOnlyOnWhatLiesBelow(ProjectModule module) throws IOException {
    String pom = Files.readString(tree.root().resolve(module.folder).resolve("pom.xml"));
    List<String> upward =
        DEPENDENCY
            .matcher(pom)
            .results()
            .map(found -> ARTIFACT.matcher(found.group()))
            .filter(Matcher::find)
            .map(artifact -> artifact.group(1))
            .filter(name -> !mayUseArtifact(module, name))
            .toList();
    assertThat(upward).as("dependencies of %s", module.artifact).isEmpty();
  }

  @Test
  void anUpwardNameIsSeen() {
    assertThat(reachesUp(ProjectModule.LINUX, "import io.crij.operations.failure.Failure;"))
        .isTrue();
    assertThat(reachesUp(ProjectModule.SANDBOX, "var x = io.crij.cri.v1.PodSandbox.of();"))
        .isTrue();
    assertThat(reachesUp(ProjectModule.CNI, "import io.crij.linux.fd.Fd;")).isFalse();
    assertThat(mayUseArtifact(ProjectModule.IMAGE, "crij-pod-sandbox")).isFalse();
  }

  private List<Path> sources(ProjectModule module) throws IOException {
    List<Path> files = new ArrayList<>(tree.javaFiles(module.folder, "main"));
    // The tests of the build itself name every module.
    tree.javaFiles(module.folder, "test").stream()
        .filter(file -> !file.toString().contains("io/crij/deploy/build/"))
        .forEach(files::add);
    return files;
  }

  private static boolean reachesUp(ProjectModule module, String line) {
    return OUR_NAME
        .matcher(line)
        .results()
        .anyMatch(name -> !module.mayUse(ProjectModule.owning(name.group())));
  }

  private static boolean isBelow(String name, String packageName) {
    return name.equals(packageName) || name.startsWith(packageName + ".");
  }

  private static boolean mayUseArtifact(ProjectModule module, String artifact) {
    for (ProjectModule other : ProjectModule.values()) {
      if (other.artifact.equals(artifact)) {
        return module.mayUse(other);
      }
    }
    return false;
  }
}
