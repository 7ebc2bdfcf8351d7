package io.crij.deploy.daemon;

import java.nio.file.Path;

/** Another process that has locked a directory, until it is killed. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws Exception {
    try (DirectoryLock lock = DirectoryLock.take(Path.of(args[0]), "crij.root")) {
      System.out.println("locked");
      while (lock != null) {
        Thread.sleep(1000);
      }
    }
  }
}
