package io.crij.e2e.harness;

import java.util.List;
import java.util.stream.Stream;

/** The images of the tests, made from this machine's busybox; each differs from every other. */
public enum TestImage {
  BUSYBOX("busybox", "--cmd", "sh"),
  WEB(
      "web",
      List.of("--cmd", "httpd", "--cmd", "-f", "--cmd", "-vv"),
      "--cmd",
      "-p",
      "--cmd",
      "80",
      "--cmd",
      "-h",
      "--cmd",
      "/www"),
  ZSTD("zstd", "--cmd", "sh", "--compression", "zstd"),
  UNCOMPRESSED("uncompressed", "--cmd", "sh", "--compression", "none"),
  DOCKER("docker", "--cmd", "sh", "--media", "docker"),
  INDEX("index", "--cmd", "sh", "--index"),
  DOCKER_LIST("docker-list", "--cmd", "sh", "--media", "docker", "--index"),
  UID("uid", "--cmd", "sh", "--user", "1002"),
  UID_AND_GID("uid-gid", "--cmd", "sh", "--user", "1003:1004"),
  USER_NAME("user-name", "--cmd", "sh", "--user", "www-data"),
  UNKNOWN_USER("unknown-user", "--cmd", "sh", "--user", "nobody-knows-me"),
  CONFIGURED(
      "configured",
      List.of("--entrypoint", "sh", "--entrypoint", "-c", "--env", "FROM_IMAGE=yes"),
      "--cmd",
      "echo default; sleep 1000",
      "--env",
      "BOTH=image",
      "--workdir",
      "/var"),
  NO_COMMAND("no-command", "--env", "NOTHING=here");

  private final String repository;
  private final List<String> options;

  TestImage(String repository, String... options) {
    this(repository, List.of(), options);
  }

  TestImage(String repository, List<String> first, String... options) {
    this.repository = repository;
    this.options = Stream.concat(first.stream(), List.of(options).stream()).toList();
  }

  /** The name that the tests pull it by; a mirror serves it. */
  public String reference() {
    return TestImages.HOST + "/" + path();
  }

  /** Without the registry. */
  String path() {
    return "e2e/" + repository + ":1";
  }

  List<String> options() {
    return options;
  }
}
