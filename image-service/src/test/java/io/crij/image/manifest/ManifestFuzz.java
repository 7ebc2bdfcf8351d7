package io.crij.image.manifest;

import io.crij.image.fuzz.FuzzTarget;
import io.crij.image.reference.Digest;
import io.crij.image.reference.Platform;
import io.crij.image.testing.FakeImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What registries answer about an image. */
public final class ManifestFuzz {
  private static final Platform HOST = new Platform("linux", "amd64", Optional.of("v3"));
  private static final List<String> TYPES =
      List.of("", MediaType.OCI_MANIFEST, MediaType.DOCKER_LIST, "application/json");
  private static final String DIGEST = "sha256:" + "b".repeat(64);
  private static final String INDEX =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
      {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":7,
      "platform":{"os":"linux","architecture":"amd64","variant":"v2"}},
      {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":8,
      "platform":{"os":"linux","architecture":"arm64"},"annotations":{"a":"b"}}]}\
      """
          .formatted(DIGEST, DIGEST);
  private static final String ARTIFACT =
      """
      {"schemaVersion":2,"artifactType":"text/x","config":{"mediaType":
      "application/vnd.oci.empty.v1+json","digest":"%s","size":2},"layers":[{"mediaType":"text/x",
      "digest":"%s","size":9,"annotations":{"org.opencontainers.image.title":"a.txt"}}]}\
      """
          .formatted(DIGEST, DIGEST);
  private static final String SIGNATURES =
      """
      {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json",
      "digest":"%s","size":2},"layers":[{"mediaType":
      "application/vnd.dev.cosign.simplesigning.v1+json","digest":"%s","size":9,
      "annotations":{"dev.cosignproject.cosign/signature":"AAAA"}}]}\
      """
          .formatted(DIGEST, DIGEST);
  private static final String CONFIG =
      """
      {"os":"linux","architecture":"amd64","config":{"User":"0:0","Env":["PATH=/bin","A="],
      "Entrypoint":["/e"],"Cmd":["c"],"WorkingDir":"/w","Volumes":{"/v":{}},"Labels":{"l":"m"},
      "StopSignal":"SIGTERM"},"rootfs":{"type":"layers","diff_ids":["%s"]},"history":[]}\
      """
          .formatted(DIGEST);
  private static final String WORDS =
      " \"schemaVersion\":2 \"mediaType\" \"digest\" \"size\" \"platform\" \"os\" \"architecture\""
          + " \"variant\" \"annotations\" \"urls\" \"data\" \"artifactType\" \"subject\" \"blobs\""
          + " \"config\" \"layers\" \"manifests\" \"rootfs\" \"diff_ids\" \"type\" \"Env\" \"Cmd\""
          + " \"Volumes\" \"Labels\" \"User\" \"StopSignal\" {} [] , : 1e9 -1 null true +gzip"
          + " application/vnd.docker.distribution.manifest.v1+json"
          + " application/vnd.oci.image.layer.v1.tar application/vnd.oci.image.config.v1+json"
          + " \\u0000 \\n"
          + " +encrypted sha256:";

  private ManifestFuzz() {}

  public static List<FuzzTarget> targets() {
    String image = new String(FakeImage.of("one").manifest(), StandardCharsets.UTF_8);
    List<String> manifests = List.of(image, INDEX, ARTIFACT, SIGNATURES);
    return List.of(
        FuzzTarget.ofText("manifest", manifests, WORDS, ManifestFuzz::readManifest).withShare(25),
        FuzzTarget.ofText("image-config", List.of(CONFIG), WORDS, ManifestFuzz::readConfig)
            .withShare(10));
  }

  private static void readManifest(byte[] body) {
    SignatureManifest.parse(body).forEach(SignatureManifest::signature);
    ManifestDocument document = ManifestParser.parse(body, "", Optional.empty());
    FuzzTarget.requireEqual(document, ManifestParser.parse(body, "", Optional.empty()));
    switch (document) {
      case ImageIndex index -> index.choose(HOST).digest();
      case ImageManifest manifest ->
          ImageConfigParser.parseAny(
              manifest, Digest.sha256(body), CONFIG.getBytes(StandardCharsets.UTF_8));
    }
    String type = TYPES.get(body.length % TYPES.size());
    ManifestParser.parse(body, type, Optional.of(mediaType(document)));
  }

  private static String mediaType(ManifestDocument document) {
    return switch (document) {
      case ImageIndex index -> index.mediaType();
      case ImageManifest manifest -> manifest.mediaType();
    };
  }

  private static void readConfig(byte[] raw) {
    ImageConfig config = ImageConfigParser.parse(Digest.sha256(raw), raw);
    FuzzTarget.requireEqual(Digest.sha256(config.rawBytes()), config.id());
  }
}
