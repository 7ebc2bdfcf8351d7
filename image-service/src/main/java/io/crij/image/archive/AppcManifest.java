package io.crij.image.archive;

import io.crij.operations.record.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The manifest of an appc image (appc spec 0.8, "Image Manifest Schema"). */
final class AppcManifest {
  static final int MAX_BYTES = 1024 * 1024;

  /** Names of architectures that differ from Go's. */
  private static final Map<String, String> ARCHITECTURES =
      Map.of("i386", "386", "aarch64", "arm64", "armv7l", "arm", "armv6l", "arm");

  private final JsonNode root;
  private final Map<String, String> labels;

  private AppcManifest(JsonNode root) {
    this.root = root;
    this.labels = pairs(root.path("labels"));
  }

  /**
   * Reads a manifest; one that needs other images is refused.
   *
   * @throws io.crij.operations.failure.InvalidArgument when it is none, or cannot be followed
   */
  static AppcManifest parse(JsonNode root) {
    if (!root.path("acKind").asString("").equals("ImageManifest")) {
      throw BadArchive.because("its manifest is no appc ImageManifest");
    }
    if (!root.path("dependencies").isEmpty()) {
      throw BadArchive.because(
          "it depends on other appc images, which CRI-J does not fetch: render it first");
    }
    return new AppcManifest(root);
  }

  /** {@code name:version}. */
  String name() {
    return root.path("name").asString("") + ":" + labels.getOrDefault("version", "latest");
  }

  /** Which paths below the root file system the image has, by its pathWhitelist. */
  Predicate<String> paths() {
    Set<String> listed = new HashSet<>();
    Set<String> parents = new HashSet<>();
    for (JsonNode path : root.path("pathWhitelist")) {
      String name = EntryNames.normal(path.asString(""));
      listed.add(name);
      for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
        parents.add(name.substring(0, slash));
      }
    }
    return listed.isEmpty()
        ? _ -> true
        : path -> path.isEmpty() || listed.contains(path) || parents.contains(path);
  }

  /** The configuration of the same image in OCI's form (OCI image-spec, config.md). */
  byte[] config(String diffId) {
    ObjectNode config = Json.strict().createObjectNode();
    String arch = labels.getOrDefault("arch", "amd64");
    config.put("architecture", ARCHITECTURES.getOrDefault(arch, arch));
    config.put("os", labels.getOrDefault("os", "linux"));
    fill(config.putObject("config"), root.path("app"));
    ObjectNode rootfs = config.putObject("rootfs");
    rootfs.put("type", "layers");
    rootfs.putArray("diff_ids").add(diffId);
    return Json.write(config).getBytes(StandardCharsets.UTF_8);
  }

  private void fill(ObjectNode config, JsonNode app) {
    user(app).ifPresent(user -> config.put("User", user));
    if (!app.path("workingDirectory").asString("").isEmpty()) {
      config.put("WorkingDir", app.path("workingDirectory").asString(""));
    }
    if (!app.path("exec").isEmpty()) {
      var entrypoint = config.putArray("Entrypoint");
      app.path("exec").forEach(word -> entrypoint.add(word.asString("")));
    }
    if (!app.path("environment").isEmpty()) {
      var env = config.putArray("Env");
      app.path("environment")
          .forEach(
              one -> env.add(one.path("name").asString("") + "=" + one.path("value").asString("")));
    }
    if (!app.path("mountPoints").isEmpty()) {
      ObjectNode volumes = config.putObject("Volumes");
      app.path("mountPoints").forEach(one -> volumes.putObject(one.path("path").asString("")));
    }
    if (!app.path("ports").isEmpty()) {
      ObjectNode ports = config.putObject("ExposedPorts");
      app.path("ports")
          .forEach(
              one ->
                  ports.putObject(
                      one.path("port").asInt(0) + "/" + one.path("protocol").asString("tcp")));
    }
    ObjectNode texts = config.putObject("Labels");
    pairs(root.path("annotations")).forEach(texts::put);
  }

  // "0" is root; a path means the owner of a file in the image, which is not looked up.
  private static Optional<String> user(JsonNode app) {
    String user = app.path("user").asString("");
    String group = app.path("group").asString("");
    if (user.startsWith("/") || group.startsWith("/")) {
      throw BadArchive.because("its user is given as the owner of a file: give a name or a number");
    }
    if (user.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(group.isEmpty() ? user : user + ":" + group);
  }

  private static Map<String, String> pairs(JsonNode list) {
    Map<String, String> pairs = new HashMap<>();
    for (JsonNode one : list) {
      pairs.put(one.path("name").asString(""), one.path("value").asString(""));
    }
    return pairs;
  }
}
