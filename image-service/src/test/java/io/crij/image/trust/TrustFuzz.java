package io.crij.image.trust;

import io.crij.image.fuzz.FuzzTarget;
import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** policy.json, and what a signature says. */
public final class TrustFuzz {
  private static final SignaturePolicyFile FILE =
      new SignaturePolicyFile(Path.of("/etc/containers/policy.json"));
  private static final ImageReference IMAGE = ImageReference.parse("quay.io/a/b:c");
  private static final Digest DIGEST = Digest.sha256(new byte[0]);

  /** A public key in PEM, in base64. */
  private static final String KEY =
      "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFR"
          + "Y0RRZ0FFMnN0QTd6TEI2aWFtMmUvWTdkbHRId0YxendWbwp5c1RYanVXSWtQeWxJenZpY2dtM1o0"
          + "cWR1d2dGRFRiZjYrNzlNekxoeW5yZS9sa2ZQUXlQQ1NtY0ZnPT0KLS0tLS1FTkQgUFVCTElDIEtF"
          + "WS0tLS0tCg==";

  private static final String POLICY =
      """
      {"default":[{"type":"reject"}],"transports":{"docker":{
      "quay.io/a":[{"type":"sigstoreSigned","keyData":"KEY",
      "signedIdentity":{"type":"remapIdentity","prefix":"quay.io/a","signedPrefix":"docker.io/x"}}],
      "quay.io":[{"type":"sigstoreSigned","keyPath":"/k.pub","signedIdentity":
      {"type":"exactReference","dockerReference":"quay.io/a/b:c"}}],
      "*.io":[{"type":"sigstoreSigned","keyPaths":["/k.pub","/l.pub"],"signedIdentity":
      {"type":"exactRepository","dockerRepository":"quay.io/a/b"}}],
      "":[{"type":"signedBy","keyType":"GPGKeys","keyPath":"/p"}]},
      "oci-archive":{"/var/x":[{"type":"insecureAcceptAnything"}]}}}\
      """
          .replace("KEY", KEY);
  private static final String PAYLOAD =
      """
      {"critical":{"type":"cosign container image signature","image":{"docker-manifest-digest":
      "%s"},"identity":{"docker-reference":"quay.io/a/b:c"}},"optional":null}\
      """
          .formatted(DIGEST);

  private TrustFuzz() {}

  public static List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.ofText(
                "policy.json",
                List.of(POLICY, "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}"),
                " \"default\" \"transports\" \"docker\" \"type\" \"reject\" \"signedBy\""
                    + " \"keyData\" \"sigstoreSigned\" \"keyPath\" \"keyPaths\" \"keyDatas\""
                    + " \"signedIdentity\" \"matchExact\" \"matchRepository\" \"exactReference\""
                    + " \"remapIdentity\" \"dockerReference\" \"prefix\" \"signedPrefix\""
                    + " \"fulcio\" \"quay.io/a/b:c\" \\u0000 {} [] , : null",
                TrustFuzz::readPolicy)
            .withShare(5),
        FuzzTarget.ofText(
            "signature-payload",
            List.of(PAYLOAD),
            " \"critical\" \"optional\" \"type\" \"image\" \"identity\" \"docker-reference\" {}"
                + " \"docker-manifest-digest\" [] : , null sha256: \\u0000",
            input -> SigstorePayload.parse(input).identity()));
  }

  private static void readPolicy(byte[] input) {
    SignaturePolicy policy = FILE.parse(new ByteArrayInputStream(input));
    policy.byDefault().forEach(TrustFuzz::use);
    for (Map<String, List<Requirement>> scopes : policy.transports().values()) {
      scopes.values().forEach(requirements -> requirements.forEach(TrustFuzz::use));
    }
    policy.of("oci-archive", "/var/x/y", IMAGE).requirePossible();
    policy.of(IMAGE).requirePossible();
  }

  private static void use(Requirement requirement) {
    if (requirement instanceof Requirement.SigstoreSigned signed) {
      signed.identity().accepts(IMAGE, SignedName.parse("quay.io/a/b:c"));
      // Files would be some of this host's.
      if (signed.keys().files().isEmpty()) {
        signed.keys().load();
      }
    }
  }
}
