package io.crij.image.manifest;

import java.util.List;

/** The manifest under which cosign keeps the signatures of an image, one per layer. */
public final class SignatureManifest {
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  private static final String PAYLOAD = "application/vnd.dev.cosign.simplesigning.v1+json";

  /** Each costs a request. */
  private static final int MAX_SIGNATURES = 64;

  private SignatureManifest() {}

  /**
   * The payloads that have a signature.
   *
   * @throws io.crij.operations.failure.InvalidArgument when it is malformed
   */
  public static List<Descriptor> parse(byte[] body) {
    JsonFields document = JsonFields.parse("signature manifest", body, ManifestParser.MAX_BYTES);
    return document.objects("layers", MAX_SIGNATURES).stream()
        .map(DescriptorReader::content)
        .filter(layer -> layer.mediaType().equals(PAYLOAD))
        .filter(layer -> layer.annotations().containsKey(SIGNATURE))
        .toList();
  }

  /** The signature of one of these, in base64. */
  public static String signature(Descriptor payload) {
    return payload.annotations().getOrDefault(SIGNATURE, "");
  }
}
