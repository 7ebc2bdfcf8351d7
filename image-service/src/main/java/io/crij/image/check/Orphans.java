package io.crij.image.check;

import io.crij.image.reference.Digest;
import io.crij.image.rootfs.RootFilesystem;
import io.crij.image.store.StoreInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What takes space and belongs to nobody. */
final class Orphans {
  private final CheckedStores stores;
  private final StoreInspection store;

  Orphans(CheckedStores stores) {
    this.stores = stores;
    this.store = stores.store();
  }

  /**
   * Finds them.
   *
   * @param quarantined what was moved aside by earlier checks and starts
   */
  void find(boolean remove, List<Path> quarantined, Consumer<Finding> found) throws IOException {
    for (String container : abandoned(stores.rootFilesystems().list())) {
      Finding finding =
          Finding.orphan("root file system of container " + container, "the container is gone");
      if (remove) {
        stores.rootFilesystems().remove(container);
      }
      found.accept(told(finding, remove));
    }
    for (String container : stores.imageMounts().list().keySet()) {
      if (!stores.containerExists().test(container)) {
        Finding finding =
            Finding.orphan("image volumes of container " + container, "the container is gone");
        if (remove) {
          stores.imageMounts().remove(container);
        }
        found.accept(told(finding, remove));
      }
    }
    unused(remove, found);
    for (Path aside : quarantined) {
      Finding finding =
          Finding.orphan(aside.toString(), "it was moved aside because it is damaged");
      found.accept(discarded(aside, remove && !isKept(aside), finding));
    }
    for (Path unlisted : store.unlisted()) {
      Finding finding =
          Finding.orphan(unlisted.toString(), "it has no readable record of an image");
      found.accept(discarded(unlisted, remove, finding));
    }
  }

  private List<String> abandoned(List<RootFilesystem> all) {
    List<String> abandoned = new ArrayList<>();
    for (RootFilesystem rootfs : all) {
      if (!stores.containerExists().test(rootfs.containerId())) {
        abandoned.add(rootfs.containerId());
      }
    }
    return abandoned;
  }

  private void unused(boolean remove, Consumer<Finding> found) {
    List<Finding> unused = new ArrayList<>();
    store.unusedLayers().forEach(d -> unused.add(Finding.orphan("layer " + d, "nothing uses it")));
    store.unusedBlobs().forEach(d -> unused.add(Finding.orphan("blob " + d, "nothing uses it")));
    if (remove) {
      store.collect();
    }
    unused.forEach(finding -> found.accept(told(finding, remove)));
  }

  private Finding discarded(Path path, boolean remove, Finding finding) throws IOException {
    if (remove) {
      store.discard(path);
    }
    return told(finding, remove);
  }

  /** A container that was made from it may run on it still. */
  private boolean isKept(Path aside) {
    String name = aside.getFileName().toString();
    int dash = name.indexOf('-');
    Optional<Digest> digest =
        Digest.tryParse("sha256:" + (dash < 0 ? name : name.substring(0, dash)));
    return digest.filter(store::isKept).isPresent()
        && !(stores.rootFilesystems().list().isEmpty() && stores.imageMounts().list().isEmpty());
  }

  private static Finding told(Finding finding, boolean removed) {
    return removed ? finding.repaired("removed") : finding;
  }
}
