package io.crij.linux.process;

import io.crij.linux.fd.Fd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to start.
 *
 * @param program absolute; also its {@code argv[0]}
 * @param args without {@code argv[0]}
 * @param env the whole environment
 * @param descriptors the child's number and our descriptor, which stays ours; 0, 1 and 2 are
 *     /dev/null unless given; the child has no other
 * @param workingDirectory absolute; ours when empty
 */
public record SpawnRequest(
    Path program,
    List<String> args,
    Map<String, String> env,
    Map<Integer, Fd> descriptors,
    Optional<Path> workingDirectory) {
  private static final int LARGEST_DESCRIPTOR = 255;

  public SpawnRequest {
    args = List.copyOf(args);
    env = Map.copyOf(env);
    descriptors = Map.copyOf(descriptors);
    requireAbsolute(program);
    workingDirectory.ifPresent(SpawnRequest::requireAbsolute);
    args.forEach(SpawnRequest::requireText);
    env.forEach(SpawnRequest::requireVariable);
    descriptors.keySet().forEach(SpawnRequest::requireNumber);
  }

  private static void requireAbsolute(Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("a child program needs absolute paths, not " + path);
    }
  }

  private static void requireText(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("there is a NUL in " + text.replace('\0', '?'));
    }
  }

  private static void requireVariable(String name, String value) {
    requireText(name);
    requireText(value);
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("not the name of an environment variable: " + name);
    }
  }

  private static void requireNumber(int number) {
    if (number < 0 || number > LARGEST_DESCRIPTOR) {
      throw new IllegalArgumentException("a child cannot have descriptor " + number);
    }
  }
}
