package io.crij.image.trust;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * policy.json, read at every pull. An absent file accepts everything, unless it is required; a
 * broken one accepts nothing.
 */
public final class SignaturePolicyFile {
  /** Where the containers tools keep it. */
  public static final Path DEFAULT = Path.of("/etc/containers/policy.json");

  private static final int MAX_BYTES = 1024 * 1024;

  private final Path file;
  private final boolean required;

  public SignaturePolicyFile(Path file) {
    this(file, false);
  }

  private SignaturePolicyFile(Path file, boolean required) {
    this.file = file;
    this.required = required;
  }

  /** One that somebody named: without it nothing is accepted. */
  public static SignaturePolicyFile required(Path file) {
    return new SignaturePolicyFile(file, true);
  }

  /**
   * Reads the file, to find out at start what every pull would run into.
   *
   * @throws FailedPrecondition when it cannot be read
   */
  public void requireReadable() {
    load();
  }

  /**
   * The policy; empty when there is none.
   *
   * @throws FailedPrecondition when it cannot be read
   */
  Optional<SignaturePolicy> load() {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(parse(in));
    } catch (NoSuchFileException e) {
      if (required) {
        throw unreadable(e);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** As {@link #load}, of the content of the file. */
  SignaturePolicy parse(InputStream in) {
    try {
      return new PolicyParser(file).parse(Json.readBounded(in, MAX_BYTES));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private FailedPrecondition unreadable(Exception e) {
    return new FailedPrecondition(
        "the signature policy " + file + " cannot be read",
        "Correct the file; until then no image is pulled.",
        e);
  }
}
