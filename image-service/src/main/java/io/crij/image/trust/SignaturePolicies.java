package io.crij.image.trust;

import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The node's signature policy, and those that take its place for the pods of a namespace. */
public final class SignaturePolicies {
  /** Where policies of namespaces are usually kept. */
  public static final Path DEFAULT = Path.of("/etc/crij/policies");

  /** RFC 1123 label, as Kubernetes names namespaces; nothing that could lead out of a directory. */
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private final SignaturePolicyFile usual;
  private final Path perNamespace;

  /**
   * Makes the set.
   *
   * @param perNamespace directory of {@code NAMESPACE.json}; does not have to exist
   */
  public SignaturePolicies(SignaturePolicyFile usual, Path perNamespace) {
    this.usual = usual;
    this.perNamespace = perNamespace;
  }

  /**
   * What the policy for a namespace asks of an image of a registry.
   *
   * @param namespace of the pod; empty for none
   * @throws io.crij.operations.failure.Failure when the policy cannot be read
   */
  public ImageRequirements of(String namespace, ImageReference image) {
    return policy(namespace)
        .map(policy -> policy.of(image))
        .orElseGet(() -> ImageRequirements.none(image));
  }

  /**
   * What the node's policy asks of an image in an archive.
   *
   * @param transport as containers-transports(5) calls it
   * @param path of the archive; empty when it has none
   */
  public ImageRequirements ofArchive(String transport, String path, ImageReference image) {
    return usual
        .load()
        .map(policy -> policy.of(transport, path, image))
        .orElseGet(() -> ImageRequirements.none(image));
  }

  /** A text that is the same for namespaces with the same policy: pulls under it can be shared. */
  public String mark(String namespace) {
    return own(namespace).isPresent() ? namespace : "";
  }

  private Optional<SignaturePolicy> policy(String namespace) {
    return own(namespace).map(SignaturePolicyFile::required).orElse(usual).load();
  }

  // A link that leads nowhere counts, too: it must not fall back to a weaker policy.
  private Optional<Path> own(String namespace) {
    if (namespace.isEmpty()) {
      return Optional.empty();
    }
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new InvalidArgument(
          PlainText.quoted(namespace) + " is not the name of a namespace",
          "Correct metadata.namespace of the pod.");
    }
    return Optional.of(perNamespace.resolve(namespace + ".json"))
        .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS));
  }
}
