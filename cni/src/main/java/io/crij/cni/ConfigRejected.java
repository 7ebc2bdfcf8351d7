package io.crij.cni;

/** A network configuration that cannot be used; the message says why, without the file's name. */
final class ConfigRejected extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigRejected(String why) {
    super(why);
  }

  ConfigRejected(String why, Throwable cause) {
    super(why, cause);
  }
}
