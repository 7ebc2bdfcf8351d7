package io.crij.image.store;

import io.crij.image.chain.ChainId;
import io.crij.image.chain.ChainLayer;
import io.crij.image.chain.FixUpBuilder;
import io.crij.image.reference.Digest;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fix-up layers of chains, made when a chain is first asked for. Most chains need none, and
 * then nothing is read or written.
 */
final class LayerChains {
  private static final Logger log = LoggerFactory.getLogger(LayerChains.class);

  private final ChainFolder folder;
  private final LayerFolder layers;
  private final LayerFlights flights = new LayerFlights();
  private final Map<Digest, ChainRecord> known = new HashMap<>();

  private LayerChains(ChainFolder folder, LayerFolder layers) {
    this.folder = folder;
    this.layers = layers;
  }

  static LayerChains open(Path root, LayerFolder layers) throws IOException {
    LayerChains chains = new LayerChains(ChainFolder.open(root), layers);
    chains.folder.load().forEach(chains::add);
    chains.folder.emptyTrash();
    return chains;
  }

  private synchronized void add(ChainRecord chain) {
    known.put(chain.id(), chain);
  }

  private synchronized Optional<ChainRecord> get(Digest chainId) {
    return Optional.ofNullable(known.get(chainId));
  }

  synchronized List<ChainRecord> all() {
    return List.copyOf(known.values());
  }

  /**
   * What shows these layers; the caller keeps them. Blocks on disk when something has to be made.
   *
   * @throws Failure when the layers do not fit together
   */
  LayerStack stack(List<StoredLayer> baseFirst) {
    Optional<Path> rootLike =
        baseFirst.reversed().stream()
            .filter(StoredLayer::rootListed)
            .map(StoredLayer::diff)
            .findFirst();
    List<Digest> ids = ChainId.prefixes(baseFirst.stream().map(StoredLayer::diffId).toList());
    try {
      List<Path> lower = new ArrayList<>();
      for (Part part : parts(baseFirst, ids, baseFirst.size())) {
        lower.add(part.diff());
      }
      return new LayerStack(lower, rootLike);
    } catch (IOException e) {
      throw Failure.wrap("the fix-up layer of chain " + ids.getLast() + " was not made", e);
    }
  }

  /** A directory of a stack: a layer's or, where that is empty, a fix-up's. */
  private record Part(Path diff, Optional<StoredLayer> layer) {}

  /** The uppermost first, with the fix-up of the whole on top. */
  private List<Part> parts(List<StoredLayer> baseFirst, List<Digest> ids, int count)
      throws IOException {
    List<Part> below = new ArrayList<>();
    List<Digest> inPlace = new ArrayList<>();
    Optional<ChainRecord> whole = count == 0 ? Optional.empty() : get(ids.get(count - 1));
    int base = base(baseFirst, count);
    for (int i = base; i < count; i++) {
      StoredLayer layer = baseFirst.get(i);
      // A layer again has no effect, and overlayfs refuses it: the upper one does.
      below.removeIf(part -> part.layer().filter(layer::equals).isPresent());
      below.addFirst(new Part(layer.diff(), Optional.of(layer)));
      if (i < count - 1 && isInPlace(whole, ids.get(i), below)) {
        ChainRecord shorter = ensure(baseFirst, ids, i + 1);
        below.addFirst(new Part(folder.diff(shorter.id()), Optional.empty()));
        inPlace.add(shorter.id());
      }
    }
    if (whole.isEmpty() && below.stream().anyMatch(LayerChains::isNeedy)) {
      whole = Optional.of(make(ids.get(count - 1), below, inPlace));
    }
    if (whole.filter(chain -> chain.own().inodes() > 0).isPresent()) {
      below.addFirst(new Part(folder.diff(ids.get(count - 1)), Optional.empty()));
    }
    return below;
  }

  /** The kernel ignores opaque roots: nothing below the uppermost one belongs to the stack. */
  private static int base(List<StoredLayer> baseFirst, int count) {
    for (int i = count - 1; i > 0; i--) {
      if (baseFirst.get(i).opaqueRoot()) {
        return i;
      }
    }
    return 0;
  }

  private boolean isInPlace(Optional<ChainRecord> whole, Digest shorter, List<Part> topFirst)
      throws IOException {
    if (whole.isPresent()) {
      return whole.get().hasInPlace(shorter);
    }
    return isNeedy(topFirst.getFirst()) && builder(topFirst).neededInPlace();
  }

  private static boolean isNeedy(Part part) {
    return part.layer().filter(layer -> layer.needs() > 0).isPresent();
  }

  private FixUpBuilder builder(List<Part> topFirst) throws IOException {
    List<ChainLayer> chain = new ArrayList<>();
    for (Part part : topFirst) {
      chain.add(
          part.layer().isPresent()
              ? new ChainLayer(part.diff(), layers.needs(part.layer().get()))
              : ChainLayer.fixUp(part.diff()));
    }
    return new FixUpBuilder(chain);
  }

  private ChainRecord ensure(List<StoredLayer> baseFirst, List<Digest> ids, int count)
      throws IOException {
    Digest id = ids.get(count - 1);
    if (get(id).isEmpty()) {
      parts(baseFirst, ids, count);
    }
    return get(id).orElseThrow();
  }

  private ChainRecord make(Digest chainId, List<Part> below, List<Digest> inPlace)
      throws IOException {
    while (true) {
      Optional<ChainRecord> chain = get(chainId);
      if (chain.isPresent()) {
        return chain.get();
      }
      Optional<LayerFlights.Flight> flight = flights.begin(chainId);
      if (flight.isEmpty()) {
        flights.await(chainId);
        continue;
      }
      try (LayerFlights.Flight _ = flight.get()) {
        if (get(chainId).isEmpty()) {
          add(folder.make(chainId, builder(below), inPlace));
        }
      }
    }
  }

  /**
   * Removes the fix-ups of chains that nobody keeps.
   *
   * @param kept the diffIDs of each image and root file system, asked for when nothing is handed
   *     out meanwhile
   */
  void collect(Supplier<List<List<Digest>>> kept) {
    for (ChainRecord chain : takeUnused(kept)) {
      Optional<LayerFlights.Flight> flight = flights.begin(chain.id());
      if (flight.isEmpty()) {
        add(chain);
        continue;
      }
      try (LayerFlights.Flight _ = flight.get()) {
        folder.discard(chain.id());
      } catch (IOException e) {
        add(chain);
        log.warn("cannot remove fix-up layer {} yet: {}", chain.id(), e.getMessage());
      }
    }
    folder.emptyTrash();
  }

  private synchronized List<ChainRecord> takeUnused(Supplier<List<List<Digest>>> kept) {
    if (known.isEmpty()) {
      return List.of();
    }
    Set<Digest> used = new HashSet<>();
    kept.get().forEach(diffIds -> used.addAll(ChainId.prefixes(diffIds)));
    List<ChainRecord> unused =
        known.values().stream().filter(chain -> !used.contains(chain.id())).toList();
    unused.forEach(chain -> known.remove(chain.id()));
    return unused;
  }
}
