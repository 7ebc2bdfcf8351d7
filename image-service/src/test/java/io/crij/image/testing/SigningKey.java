package io.crij.image.testing;

import io.crij.image.reference.Digest;
import io.crij.image.trust.SigstoreSignature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** A key that signs images as cosign does. */
public final class SigningKey {
  private static final String PAYLOAD_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

  private final KeyPair pair;
  private final String algorithm;

  private SigningKey(String type, int size, String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      if (size > 0) {
        generator.initialize(size);
      }
      this.pair = generator.generateKeyPair();
      this.algorithm = algorithm;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** ECDSA over P-256, cosign's own choice. */
  public static SigningKey ecdsa() {
    return new SigningKey("EC", 256, "SHA256withECDSA");
  }

  public static SigningKey rsa() {
    return new SigningKey("RSA", 2048, "SHA256withRSA");
  }

  public static SigningKey ed25519() {
    return new SigningKey("Ed25519", 0, "Ed25519");
  }

  public String pem() {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  public static String payload(String name, Digest manifest) {
    return """
    {"critical":{"identity":{"docker-reference":"%s"},"image":{"docker-manifest-digest":"%s"},\
    "type":"cosign container image signature"},"optional":null}\
    """
        .formatted(name, manifest);
  }

  public SigstoreSignature sign(String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(pair.getPrivate());
      signer.update(bytes);
      return new SigstoreSignature(bytes, Base64.getEncoder().encodeToString(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The tag under which the signatures of a manifest are. */
  public static String tag(Digest manifest) {
    return "sha256-" + manifest.hex() + ".sig";
  }

  /** The manifest that holds signatures. */
  public static byte[] manifest(byte[] config, SigstoreSignature... signatures) {
    StringBuilder layers = new StringBuilder();
    for (SigstoreSignature signature : signatures) {
      String descriptor = FakeImage.descriptor(PAYLOAD_TYPE, signature.payload());
      layers
          .append(layers.isEmpty() ? "" : ",")
          .append(descriptor, 0, descriptor.length() - 1)
          .append(",\"annotations\":{\"dev.cosignproject.cosign/signature\":\"")
          .append(signature.signature())
          .append("\"}}");
    }
    return FakeImage.utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                FakeImage.MANIFEST_TYPE,
                FakeImage.descriptor("application/vnd.oci.image.config.v1+json", config),
                layers));
  }

  /** Attaches signatures to a manifest at a registry. */
  public static void serve(
      FakeRegistry registry, String repository, Digest manifest, SigstoreSignature... signatures) {
    byte[] config = FakeImage.utf8("{}");
    registry.blob(repository, config);
    for (SigstoreSignature signature : signatures) {
      registry.blob(repository, signature.payload());
    }
    registry.manifest(
        repository, tag(manifest), FakeImage.MANIFEST_TYPE, manifest(config, signatures));
  }
}
