package io.crij.oci.runtime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What {@code --version} prints: "crun version 1.8.1", then lines of details.
 *
 * @param tags of crun: "+SECCOMP"...
 */
record VersionReport(RuntimeKind kind, String version, List<String> tags, boolean libseccomp) {
  /** Whatever we write into config.json is in it, and the oldest supported runtimes accept it. */
  private static final String OCI_VERSION = "1.0.2";

  private static final RuntimeVersion CRUN_FLOOR = new RuntimeVersion(1, 28, 0);
  private static final RuntimeVersion RUNC_FLOOR = new RuntimeVersion(1, 3, 6);

  static VersionReport parse(String text) {
    List<String> words = List.of(text.strip().split("\\s+"));
    int at = words.indexOf("version");
    String version = at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "unknown";
    RuntimeKind kind =
        switch (words.getFirst().toLowerCase(Locale.ROOT)) {
          case "crun" -> RuntimeKind.CRUN;
          case "runc" -> RuntimeKind.RUNC;
          default -> RuntimeKind.OTHER;
        };
    List<String> tags = words.stream().filter(word -> word.startsWith("+")).toList();
    return new VersionReport(kind, version, tags, words.contains("libseccomp:"));
  }

  RuntimeFacts facts(JsonNode features) {
    boolean rro = false;
    for (JsonNode option : features.path("mountOptions")) {
      rro |= option.asString("").equals("rro");
    }
    JsonNode linux = features.path("linux");
    return new RuntimeFacts(
        kind,
        version,
        OCI_VERSION,
        rro,
        linux.path("mountExtensions").path("idmap").path("enabled").asBoolean(false),
        linux.path("seccomp").path("enabled").asBoolean(false));
  }

  RuntimeFacts factsWithoutFeatures() {
    boolean seccomp = tags.contains("+SECCOMP") || libseccomp;
    return new RuntimeFacts(kind, version, OCI_VERSION, false, false, seccomp);
  }

  List<String> warnings() {
    return switch (kind) {
      case CRUN -> warnings(CRUN_FLOOR, "CVE-2026-30892, CVE-2026-47766");
      case RUNC ->
          warnings(RUNC_FLOOR, "CVE-2025-31133, CVE-2025-52565, CVE-2025-52881, CVE-2026-41579");
      case OTHER -> List.of();
    };
  }

  private List<String> warnings(RuntimeVersion floor, String weaknesses) {
    Optional<RuntimeVersion> own = RuntimeVersion.parse(version);
    return own.isPresent() && own.get().compareTo(floor) < 0
        ? List.of(
            kind.name().toLowerCase(Locale.ROOT)
                + " "
                + version
                + " may have known weaknesses ("
                + weaknesses
                + "); unless your distribution has patched it, use "
                + floor
                + " or later")
        : List.of();
  }
}
