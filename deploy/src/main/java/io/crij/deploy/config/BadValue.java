package io.crij.deploy.config;

/** A value that its key cannot have; the message continues a sentence that names file and key. */
final class BadValue extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadValue(String why) {
    super(why);
  }
}
