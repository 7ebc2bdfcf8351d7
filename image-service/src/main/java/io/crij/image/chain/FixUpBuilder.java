package io.crij.image.chain;

import io.crij.image.layer.LayerNeeds;
import io.crij.linux.files.ConfinedPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Settles what the layers of a chain leave open, so that the chain shows what unpacking one layer
 * after the other into one directory would: directories that a layer implies keep the attributes
 * that a lower one gave them, links of lower layers stay links where a higher one uses them as
 * parents, hard links reach into lower layers, and whiteouts are not listed.
 */
public final class FixUpBuilder {
  private static final Comparator<ConfinedPath> PARENTS_FIRST =
      Comparator.comparingInt(ConfinedPath::depth)
          .thenComparing(ConfinedPath::bytes, Arrays::compare);

  private final List<ChainLayer> topFirst;
  private final LookupBudget budget;

  /**
   * For a chain with its fix-ups that have their place between layers.
   *
   * @param topFirst the uppermost layer first; at least one
   */
  public FixUpBuilder(List<ChainLayer> topFirst) {
    this(topFirst, new LookupBudget(LookupBudget.DEFAULT));
  }

  FixUpBuilder(List<ChainLayer> topFirst, LookupBudget budget) {
    this.topFirst = List.copyOf(topFirst);
    this.budget = budget;
  }

  /** Whether the uppermost layer needs a fix-up directly above it, whatever follows. */
  public boolean neededInPlace() throws IOException {
    LayerNeeds needs = topFirst.getFirst().needs();
    if (!needs.links().isEmpty()) {
      return true;
    }
    if (needs.implied().isEmpty() || topFirst.size() == 1) {
      return false;
    }
    try (OpenedLayers all = OpenedLayers.of(topFirst, budget)) {
      return new LinkedParents(all.topFirst().getFirst(), all.viewBelow(1)).any(needs.implied());
    }
  }

  /**
   * Makes the fix-up that belongs on top, in an empty directory of ours; its data reaches the disk.
   *
   * @throws io.crij.operations.failure.Failure InvalidArgument when a hard link leads to nothing,
   *     ResourceExhausted when it takes too long
   */
  public FixUp build(Path directory) throws IOException {
    try (OpenedLayers all = OpenedLayers.of(topFirst, budget);
        FixUpTree tree = new FixUpTree(directory, all.topFirst(), budget)) {
      LayerNeeds needs = topFirst.getFirst().needs();
      ChainView below = all.viewBelow(1);
      LayerFacts layer = all.topFirst().getFirst();
      List<ConfinedPath> relocated = new LinkedParents(layer, below).of(needs.implied());
      Relocation relocation = new Relocation(tree, layer, below);
      for (ConfinedPath parent : relocated) {
        relocation.relocate(parent);
      }
      LowerLinks links = new LowerLinks(tree, below);
      for (LayerNeeds.LowerLink link : needs.links()) {
        links.make(link);
      }
      restoreAttributes(tree, all);
      hideWhiteouts(tree);
      return tree.finish(!relocated.isEmpty() || !needs.links().isEmpty());
    }
  }

  private void restoreAttributes(FixUpTree tree, OpenedLayers all) throws IOException {
    TreeSet<ConfinedPath> implied = new TreeSet<>(PARENTS_FIRST);
    // What the lowest layer implies has nothing below it.
    topFirst
        .subList(0, topFirst.size() - 1)
        .forEach(layer -> implied.addAll(layer.needs().implied()));
    ChainView view = all.view();
    for (ConfinedPath directory : implied) {
      Optional<ChainView.Found> top = tree.shown().find(directory);
      if (top.filter(ChainView.Found::isDirectory).isEmpty() || tree.isFrom(top.get())) {
        continue;
      }
      Optional<LayerFacts> source = view.attributes(directory);
      if (source.isPresent()
          && source.get() != top.get().layer()
          && !TreeCopy.sameAttributes(source.get().root(), top.get().layer().root(), directory)) {
        tree.directory(directory);
      }
    }
  }

  /** The kernel leaves whiteouts out when it merges a directory, and only then. */
  private void hideWhiteouts(FixUpTree tree) throws IOException {
    for (ChainLayer layer : topFirst) {
      for (ConfinedPath directory : layer.needs().whiteouts()) {
        boolean shown =
            tree.shown().find(directory).filter(ChainView.Found::isDirectory).isPresent();
        if (shown && !tree.shown().isMerged(directory)) {
          tree.directory(directory);
        }
      }
    }
  }

  /** The layers of a chain, open. */
  private record OpenedLayers(List<LayerFacts> topFirst) implements AutoCloseable {
    static OpenedLayers of(List<ChainLayer> chain, LookupBudget budget) throws IOException {
      List<LayerFacts> opened = new ArrayList<>();
      try {
        for (ChainLayer layer : chain) {
          opened.add(LayerFacts.open(layer, budget));
        }
      } catch (IOException | RuntimeException e) {
        opened.forEach(LayerFacts::close);
        throw e;
      }
      return new OpenedLayers(opened);
    }

    ChainView view() {
      return new ChainView(topFirst);
    }

    ChainView viewBelow(int count) {
      return new ChainView(topFirst.subList(count, topFirst.size()));
    }

    @Override
    public void close() {
      topFirst.forEach(LayerFacts::close);
    }
  }
}
