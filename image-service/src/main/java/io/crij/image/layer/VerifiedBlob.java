package io.crij.image.layer;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Hasher;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Unavailable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a blob; its end is only seen when size and digest are the descriptor's. */
public final class VerifiedBlob extends FilterInputStream {
  private final Descriptor blob;
  private final Hasher hasher;
  private long total;
  private boolean verified;

  public VerifiedBlob(Descriptor blob, InputStream in) {
    super(in);
    this.blob = blob;
    this.hasher = blob.digest().algorithm().hasher();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (verified) {
      return -1;
    }
    int count = fetch(target, offset, length);
    if (count < 0) {
      requireWhole();
      return -1;
    }
    total += count;
    if (total > blob.size()) {
      throw wrong("is longer than the " + blob.size() + " bytes announced");
    }
    hasher.update(target, offset, count);
    return count;
  }

  private int fetch(byte[] target, int offset, int length) {
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      throw new Unavailable(
          what() + " was not read to its end", "Check network and registry, pull again.", e);
    }
  }

  private void requireWhole() {
    if (total != blob.size()) {
      throw wrong("has " + total + " bytes instead of " + blob.size());
    }
    if (!hasher.digest().equals(blob.digest())) {
      throw wrong("has another digest: it was damaged or exchanged");
    }
    verified = true;
  }

  private FailedPrecondition wrong(String how) {
    return new FailedPrecondition(
        what() + " as served " + how, "Repair or replace the blob at the registry.");
  }

  private String what() {
    return "layer blob " + blob.digest();
  }
}
