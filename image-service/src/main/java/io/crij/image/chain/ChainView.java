package io.crij.image.chain;

import io.crij.image.layer.LinkWalk;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.DeviceNumber;
import io.crij.linux.files.FileStatus;
import io.crij.linux.files.FileType;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What an overlay of layers shows, worked out without mounting it. */
final class ChainView {
  private final List<LayerFacts> topFirst;

  ChainView(List<LayerFacts> topFirst) {
    this.topFirst = List.copyOf(topFirst);
  }

  /** A visible object and the layer that has it, for a directory the uppermost one. */
  record Found(LayerFacts layer, Optional<FileStatus> file) {
    boolean isDirectory() {
      return file.isEmpty();
    }

    boolean isLink() {
      return file.filter(status -> status.type() == FileType.SYMLINK).isPresent();
    }
  }

  /** The object at a path, with no link in it followed. */
  Optional<Found> find(ConfinedPath path) throws IOException {
    for (LayerFacts layer : topFirst) {
      switch (layer.at(path)) {
        case LayerFacts.Spot.Open _ -> {}
        case LayerFacts.Spot.Closed _ -> {
          return Optional.empty();
        }
        case LayerFacts.Spot.Directory _ -> {
          return Optional.of(new Found(layer, Optional.empty()));
        }
        case LayerFacts.Spot.Other other -> {
          return isWhiteout(other.status())
              ? Optional.empty()
              : Optional.of(new Found(layer, Optional.of(other.status())));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isWhiteout(FileStatus status) {
    return status.type() == FileType.CHARACTER_DEVICE
        && status.rdev().equals(DeviceNumber.WHITEOUT);
  }

  /**
   * The layer whose attributes a visible directory should have: the uppermost one that does not
   * merely imply it. Empty when all do.
   */
  Optional<LayerFacts> attributes(ConfinedPath directory) throws IOException {
    for (LayerFacts layer : topFirst) {
      switch (layer.at(directory)) {
        case LayerFacts.Spot.Open _ -> {}
        case LayerFacts.Spot.Directory found -> {
          if (!found.implied()) {
            return Optional.of(layer);
          }
          if (found.closed()) {
            return Optional.empty();
          }
        }
        case LayerFacts.Spot.Closed _, LayerFacts.Spot.Other _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Whether several layers show through in a visible directory. */
  boolean isMerged(ConfinedPath directory) throws IOException {
    int count = 0;
    for (LayerFacts layer : topFirst) {
      switch (layer.at(directory)) {
        case LayerFacts.Spot.Open _ -> {}
        case LayerFacts.Spot.Directory found -> {
          count++;
          if (found.closed() || found.opaque()) {
            return count > 1;
          }
        }
        case LayerFacts.Spot.Closed _, LayerFacts.Spot.Other _ -> {
          return count > 1;
        }
      }
    }
    return count > 1;
  }

  /** Where a path leads when all links in it are followed; what is absent leads where it says. */
  ConfinedPath resolve(ConfinedPath path) throws IOException {
    return LinkWalk.follow(path, this::linkTarget)
        .orElseThrow(
            () ->
                new InvalidArgument(
                    "the image's layers are refused: the links of "
                        + path
                        + " lead round in circles",
                    "Rebuild the image and push it again."));
  }

  private Optional<byte[]> linkTarget(ConfinedPath path) throws IOException {
    Optional<Found> link = find(path).filter(Found::isLink);
    return link.isEmpty()
        ? Optional.empty()
        : Optional.of(link.get().layer().root().readLink(path).orElseThrow());
  }

  /** As {@link #resolve}, but a link at the end stays one. */
  ConfinedPath resolveParent(ConfinedPath path) throws IOException {
    return path.isRoot() ? path : resolve(path.parent()).resolve(path.name());
  }
}
