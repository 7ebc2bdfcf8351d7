package io.crij.cni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The configured plugin directories. A plugin is a regular executable file in one of them, owned by
 * root or ourselves, and no link that leads out of its directory.
 */
record PluginDirectories(List<Path> directories) {

  /** Where a plugin was found, or why not: the text names every place that was looked at. */
  sealed interface Search {
    record Found(Path program) implements Search {}

    record Missing(String why) implements Search {}
  }

  Search find(PluginType type) {
    if (directories.isEmpty()) {
      return new Search.Missing("plugin '" + type.name() + "': no plugin directory is configured");
    }
    List<String> seen = new ArrayList<>();
    for (Path directory : directories) {
      Path program = directory.resolve(type.name());
      String fault = fault(directory, program);
      if (fault.isEmpty()) {
        return new Search.Found(program);
      }
      seen.add(program + " " + fault);
    }
    return new Search.Missing("plugin '" + type.name() + "': " + String.join(", ", seen));
  }

  /** The value of CNI_PATH. */
  String cniPath() {
    return String.join(":", directories.stream().map(Path::toString).toList());
  }

  private static String fault(Path directory, Path program) {
    try {
      Path real = program.toRealPath();
      if (!real.getParent().equals(directory.toRealPath())) {
        return "is a link out of its directory";
      }
      if (!Files.isRegularFile(real)) {
        return "is not a regular file";
      }
      int owner = owner(real);
      if (owner != 0 && owner != owner(Path.of("/proc/self"))) {
        return "is not owned by root";
      }
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(real);
      if (mode.contains(PosixFilePermission.OTHERS_WRITE)) {
        return "is writable by everyone";
      }
      return mode.contains(PosixFilePermission.OWNER_EXECUTE) ? "" : "is not executable";
    } catch (NoSuchFileException missing) {
      return "does not exist";
    } catch (IOException e) {
      return "cannot be read (" + e.getMessage() + ")";
    }
  }

  private static int owner(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid");
  }
}
