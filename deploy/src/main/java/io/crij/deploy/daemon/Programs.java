package io.crij.deploy.daemon;

import io.crij.deploy.config.ProgramSearch;
import io.crij.deploy.config.RuntimeConfiguration;
import java.nio.file.Path;

/** The programs of the host that the daemon cannot be without. */
record Programs(Path conmon, Path catatonit) {
  static Programs find(RuntimeConfiguration runtime) {
    ProgramSearch search = ProgramSearch.STANDARD;
    return new Programs(
        search.require("conmon", runtime.conmon(), "crij.runtime.conmon", "conmon"),
        search.require("catatonit", runtime.catatonit(), "crij.runtime.catatonit", "catatonit"));
  }
}
