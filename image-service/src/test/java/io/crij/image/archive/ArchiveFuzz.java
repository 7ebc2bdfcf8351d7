package io.crij.image.archive;

import io.crij.image.fuzz.FuzzTarget;
import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageConfigParser;
import io.crij.image.reference.Digest;
import io.crij.operations.record.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** The manifest of an image that is imported. */
public final class ArchiveFuzz {
  private static final String MANIFEST =
      """
      {"acKind":"ImageManifest","acVersion":"0.8.11","name":"example.com/a","labels":[
      {"name":"version","value":"1.0"},{"name":"os","value":"linux"},{"name":"arch","value":"i386"}],
      "app":{"exec":["/bin/a","b"],"user":"0","group":"0","workingDirectory":"/w","environment":[
      {"name":"A","value":"B"}],"mountPoints":[{"name":"m","path":"/m"}],"ports":[{"name":"p",
      "port":80,"protocol":"tcp"}]},"annotations":[{"name":"n","value":"v"}],
      "pathWhitelist":["/bin/a"]}\
      """;

  private ArchiveFuzz() {}

  public static List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.ofText(
                "appc-manifest",
                List.of(MANIFEST),
                " \"acKind\" \"labels\" \"app\" \"exec\" \"user\" \"group\" \"environment\""
                    + " \"ports\" \"mountPoints\" \"pathWhitelist\" \"dependencies\" \"name\""
                    + " \"value\" {} [] , : \\u0000 ../ null 1e9",
                ArchiveFuzz::readManifest)
            .withShare(5));
  }

  private static void readManifest(byte[] input) {
    AppcManifest manifest;
    try {
      manifest = AppcManifest.parse(Json.readBounded(new ByteArrayInputStream(input), 1 << 20));
    } catch (IOException notJson) {
      // Told by whoever opens the archive.
      return;
    }
    manifest.name();
    FuzzTarget.requireEqual(manifest.paths().test(""), true);
    byte[] config = manifest.config(Digest.sha256(input).toString());
    ImageConfig read = ImageConfigParser.parse(Digest.sha256(config), config);
    FuzzTarget.requireEqual(read.diffIds(), List.of(Digest.sha256(input)));
  }
}
