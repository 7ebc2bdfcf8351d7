package io.crij.e2e.bench;

import io.crij.e2e.harness.HostProgram;
import java.nio.file.Path;

/**
 * {@code skopeo copy} into a directory, then {@code umoci raw unpack} (without the list of files
 * that plain {@code unpack} makes besides).
 */
record SkopeoPuller(String registry, Path directory) implements Puller {
  static boolean isInstalled() {
    return HostProgram.run("sh", "-c", "command -v skopeo && command -v umoci").exitCode() == 0;
  }

  @Override
  public String name() {
    return "skopeo + umoci";
  }

  @Override
  public void pull(String path) {
    HostProgram.run(
            "skopeo",
            "copy",
            "--quiet",
            "--insecure-policy",
            "--src-tls-verify=false",
            "docker://" + registry + "/" + path,
            "oci:" + layout() + ":1")
        .output();
    HostProgram.run("umoci", "raw", "unpack", "--image", layout() + ":1", unpacked()).output();
  }

  @Override
  public void remove(String path) {
    HostProgram.run("rm", "-rf", layout(), unpacked()).output();
  }

  private String layout() {
    return directory.resolve("layout").toString();
  }

  private String unpacked() {
    return directory.resolve("unpacked").toString();
  }
}
