package io.crij.cni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The configured plugin directories. A plugin is a regular executable file, owned by root or
 * ourselves, in one of them or where a link in one of them leads, as distributions lay them out. On
 * the way of a link out of its directory nobody else may be able to lead it elsewhere.
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
      if (!Files.isRegularFile(real)) {
        return "is not a regular file";
      }
      if (!OwnPath.isOurs(real)) {
        return "is not owned by root";
      }
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(real);
      if (mode.contains(PosixFilePermission.OTHERS_WRITE)) {
        return "is writable by everyone";
      }
      Optional<Path> weak =
          real.getParent().equals(directory.toRealPath())
              ? Optional.empty()
              : OwnPath.weakness(program);
      if (weak.isPresent()) {
        return "is a link out of its directory, and others can change " + weak.get();
      }
      return mode.contains(PosixFilePermission.OWNER_EXECUTE) ? "" : "is not executable";
    } catch (NoSuchFileException missing) {
      return "does not exist";
    } catch (IOException e) {
      return "cannot be read (" + e.getMessage() + ")";
    }
  }
}
