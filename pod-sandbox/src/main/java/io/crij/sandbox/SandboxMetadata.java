package io.crij.sandbox;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.regex.Pattern;

/**
 * What makes a pod sandbox the one it is (CRI {@code PodSandboxMetadata}): two sandboxes with equal
 * metadata are the same one.
 *
 * @param uid of the pod, as the API server gave it
 * @param attempt 0 for the first sandbox of the pod
 */
public record SandboxMetadata(String name, String uid, String namespace, int attempt) {
  // They become values of CNI_ARGS, which has no quoting.
  private static final Pattern TEXT = Pattern.compile("[^;=\\p{Cntrl}]{1,253}");

  public SandboxMetadata {
    require("name", name);
    require("uid", uid);
    require("namespace", namespace);
    if (attempt < 0) {
      throw new InvalidArgument(
          "the attempt " + attempt + " of pod sandbox " + namespace + "/" + name + " is negative",
          "Count attempts from 0.");
    }
  }

  private static void require(String what, String value) {
    if (!TEXT.matcher(value).matches()) {
      throw new InvalidArgument(
          "the " + what + " in the metadata of the pod sandbox is " + PlainText.quoted(value),
          "Give 1 to 253 characters without ';', '=' and control characters.");
    }
  }

  /** As messages name it: {@code default/web}. */
  public String text() {
    return namespace + "/" + name + (attempt == 0 ? "" : " (attempt " + attempt + ")");
  }

  /** Equal for equal metadata; NUL separates, since no part can hold one. */
  String key() {
    return String.join("\0", namespace, name, uid, Integer.toString(attempt));
  }
}
