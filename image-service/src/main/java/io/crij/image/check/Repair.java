package io.crij.image.check;

import io.crij.image.ImageView;
import io.crij.image.reference.Digest;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.util.List;

/** Moves aside what is damaged and pulls the images that need it again, by their digests. */
final class Repair {
  private final CheckedStores stores;

  Repair(CheckedStores stores) {
    this.stores = stores;
  }

  static String shown(ImageView image) {
    return image.id()
        + " "
        + String.join(" ", image.repoTags().isEmpty() ? image.repoDigests() : image.repoTags());
  }

  Finding layer(Digest layer, Finding finding) throws IOException {
    List<ImageView> users = stores.store().withLayer(layer);
    if (users.isEmpty()) {
      return unnamed(finding);
    }
    return stores.store().setLayerAside(layer) ? restored(users, finding) : finding;
  }

  Finding blob(Digest blob, Finding finding) throws IOException {
    List<ImageView> users = stores.store().withBlob(blob);
    if (users.isEmpty()) {
      return unnamed(finding);
    }
    return stores.store().setBlobAside(blob) ? restored(users, finding) : finding;
  }

  private static Finding unnamed(Finding finding) {
    return new Finding(
        finding.severity(),
        finding.kind(),
        finding.object(),
        finding.what() + " (no image has it: remove the containers that were made from it)",
        finding.repair());
  }

  /** An image that cannot be had any more is shown no more, so that nothing is made from it. */
  private Finding restored(List<ImageView> users, Finding finding) {
    Finding result = finding;
    for (ImageView image : users) {
      Finding pulled = pulled(image.id(), image.repoDigests(), finding);
      if (pulled.repair().isEmpty()) {
        stores.store().unlist(image.id());
      }
      result = pulled.repair().isPresent() && result.repair().isPresent() ? result : pulled;
    }
    return result;
  }

  Finding documents(ImageView image, Finding finding) {
    stores.store().expectAnew(image.id());
    return pulled(image.id(), image.repoDigests(), finding);
  }

  /** Asks for an image under each of its names until one gives the same image. */
  Finding pulled(Digest id, List<String> names, Finding finding) {
    StringBuilder failures = new StringBuilder();
    for (String name : names) {
      try {
        Digest found = stores.pull().apply(name);
        if (found.equals(id)) {
          return finding.repaired("pulled again as " + name);
        }
        failures.append("; ").append(name).append(" is another image now");
      } catch (Failure failure) {
        failures.append("; ").append(failure.getMessage());
      }
    }
    return new Finding(
        finding.severity(),
        finding.kind(),
        finding.object(),
        finding.what() + " (not repaired" + failures + ")",
        finding.repair());
  }
}
