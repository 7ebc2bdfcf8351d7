package io.crij.image.check;

import io.crij.image.ImageView;
import io.crij.image.check.Finding.Kind;
import io.crij.image.reference.Digest;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Checks images, layers and artifacts while the node works. What a pull or a removal changes just
 * now is left out. Reads the disk on the caller's platform thread, for long when it is deep.
 */
public final class StoreCheck {
  private final CheckedStores stores;
  private final Repair repair;
  private final Orphans orphans;

  public StoreCheck(CheckedStores stores) {
    this.stores = stores;
    this.repair = new Repair(stores);
    this.orphans = new Orphans(stores);
  }

  /**
   * Checks everything.
   *
   * @param found is told each finding as it is made, after its repair
   * @param stopped ends the check between two objects
   * @throws Failure when the disk cannot be read
   */
  public CheckSummary run(CheckOptions options, Consumer<Finding> found, BooleanSupplier stopped) {
    try {
      Run run = new Run(options, found, stopped, stores.store().quarantined());
      run.layers();
      run.blobs();
      run.images();
      run.incomplete();
      run.orphans();
      return run.summary();
    } catch (IOException e) {
      throw Failure.wrap("the stores of images were not checked to the end", e);
    }
  }

  private interface Look {
    List<String> problems() throws IOException;
  }

  /** One check. */
  private final class Run {
    private final CheckOptions options;
    private final Consumer<Finding> found;
    private final BooleanSupplier stopped;
    private final List<Path> quarantined;
    private final Set<Digest> images = new HashSet<>();
    private int parts;
    private int findings;
    private int damaged;
    private int repaired;

    private Run(
        CheckOptions options,
        Consumer<Finding> found,
        BooleanSupplier stopped,
        List<Path> quarantined) {
      this.quarantined = quarantined;
      this.options = options;
      this.found = found;
      this.stopped = stopped;
    }

    private void tell(Finding finding) {
      findings++;
      if (finding.severity() == Finding.Severity.DAMAGE) {
        damaged++;
        repaired += finding.repair().isPresent() ? 1 : 0;
      }
      found.accept(finding);
    }

    private void layers() throws IOException {
      for (Digest layer : stores.store().layers()) {
        if (stopped.getAsBoolean()) {
          return;
        }
        parts++;
        List<String> problems = readable(() -> stores.store().layerProblems(layer, options.deep()));
        if (!problems.isEmpty()) {
          Finding finding =
              Finding.damage(Kind.LAYER, layer.toString(), String.join("; ", problems));
          tell(options.repair() ? repair.layer(layer, finding) : finding);
        }
      }
    }

    /** A disk that cannot be read is a finding, too. */
    private List<String> readable(Look look) {
      try {
        return look.problems();
      } catch (IOException | Failure e) {
        return List.of("it cannot be read: " + e.getMessage());
      }
    }

    private void blobs() throws IOException {
      for (Digest blob : stores.store().blobs()) {
        if (stopped.getAsBoolean()) {
          return;
        }
        parts++;
        List<String> problems = readable(() -> stores.store().blobProblems(blob, options.deep()));
        if (!problems.isEmpty()) {
          Finding finding = Finding.damage(Kind.BLOB, blob.toString(), String.join("; ", problems));
          tell(options.repair() ? repair.blob(blob, finding) : finding);
        }
      }
    }

    private void images() {
      for (ImageView image : stores.store().images()) {
        if (stopped.getAsBoolean()) {
          return;
        }
        images.add(image.id());
        stores
            .store()
            .problem(image)
            .map(what -> Finding.damage(Kind.IMAGE, Repair.shown(image), what))
            .ifPresent(
                finding -> tell(options.repair() ? repair.documents(image, finding) : finding));
      }
    }

    private void incomplete() {
      for (var lost : stores.store().incomplete().entrySet()) {
        if (stopped.getAsBoolean()) {
          return;
        }
        images.add(lost.getKey());
        Finding finding =
            Finding.damage(
                Kind.IMAGE,
                lost.getKey() + " " + String.join(" ", lost.getValue()),
                "it lacks content and is not listed");
        tell(options.repair() ? repair.pulled(lost.getKey(), lost.getValue(), finding) : finding);
      }
    }

    private void orphans() throws IOException {
      if (!stopped.getAsBoolean()) {
        orphans.find(options.repair(), quarantined, this::tell);
      }
    }

    private CheckSummary summary() {
      return new CheckSummary(images.size(), parts, findings, damaged, repaired);
    }
  }
}
