package io.crij.deploy.config;

import java.nio.file.Path;

/** Where the value of a key comes from. */
public sealed interface Origin {
  /** Nobody set the key. */
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /** A configuration file. */
  record File(Path path) implements Origin {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A flag of the command line, such as {@code --root}. */
  record Flag(String name) implements Origin {
    @Override
    public String toString() {
      return name;
    }
  }
}
