package io.crij.deploy.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sources of the project, found from the folder in which the build runs this module's tests.
 */
record SourceTree(Path root) {

  /** A line of a source file, {@code number} counting from 1. */
  record Line(Path file, int number, String text) {
    @Override
    public String toString() {
      return file + ":" + number + ": " + text.strip();
    }
  }

  static SourceTree find() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("cri-api")) && Files.isRegularFile(at.resolve("pom.xml"))) {
        return new SourceTree(at);
      }
    }
    throw new IllegalStateException("no project root above " + Path.of("").toAbsolutePath());
  }

  /** All Java files below {@code src/main/java} or {@code src/test/java} of a module. */
  List<Path> javaFiles(String module, String sourceSet) throws IOException {
    Path folder = root.resolve(module).resolve("src").resolve(sourceSet).resolve("java");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** Of all modules. */
  List<Path> mainFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (ProjectModule module : ProjectModule.values()) {
      files.addAll(javaFiles(module.folder, "main"));
    }
    return files;
  }

  /** With the tests. */
  List<Path> allFiles() throws IOException {
    List<Path> files = mainFiles();
    for (ProjectModule module : ProjectModule.values()) {
      files.addAll(javaFiles(module.folder, "test"));
    }
    return files;
  }

  List<Line> linesMatching(List<Path> files, Pattern pattern) throws IOException {
    List<Line> found = new ArrayList<>();
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (pattern.matcher(lines.get(i)).find()) {
          found.add(new Line(root.relativize(file), i + 1, lines.get(i)));
        }
      }
    }
    return found;
  }
}
