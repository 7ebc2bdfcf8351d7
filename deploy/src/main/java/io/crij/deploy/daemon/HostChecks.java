package io.crij.deploy.daemon;

import io.crij.deploy.config.NetworkConfiguration;
import io.crij.operations.failure.FailedPrecondition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be there before anything starts. */
final class HostChecks {
  private static final Logger log = LoggerFactory.getLogger(HostChecks.class);

  private HostChecks() {}

  /**
   * A plugin directory that somebody named must exist. Of the standard ones, whoever brings the
   * node's network makes one, and that may come later.
   */
  static void pluginDirectories(NetworkConfiguration network) {
    List<Path> missing =
        network.pluginDirs().stream().filter(directory -> !Files.isDirectory(directory)).toList();
    if (network.pluginDirsNamed() && !missing.isEmpty()) {
      throw new FailedPrecondition(
          "crij.network.plugin_dirs: the directory "
              + missing.getFirst()
              + " of CNI plugins does not exist",
          "Correct --cni-plugin-dir or the key, or install the plugins (Debian, Ubuntu: apt-get"
              + " install containernetworking-plugins)");
    }
    if (missing.size() == network.pluginDirs().size()) {
      log.warn("no CNI plugins in {}: pods get no network until some are there", missing);
    }
  }
}
