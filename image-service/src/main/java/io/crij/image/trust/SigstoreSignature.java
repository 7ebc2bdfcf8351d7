package io.crij.image.trust;

/**
 * A signature as cosign attaches it to an image.
 *
 * @param payload the signed document, {@code application/vnd.dev.cosign.simplesigning.v1+json}
 * @param signature of the payload, in base64
 */
public record SigstoreSignature(byte[] payload, String signature) {}
