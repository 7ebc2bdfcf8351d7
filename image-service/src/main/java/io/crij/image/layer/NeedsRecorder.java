package io.crij.image.layer;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects what a layer needs of those below while it is unpacked; holds a bounded amount. */
final class NeedsRecorder {
  private final ConfinedDirectory root;
  private final LayerLimits limits;
  private final LinkResolver links;
  private final Set<ConfinedPath> implied = new LinkedHashSet<>();
  private final Map<ConfinedPath, ConfinedPath> lowerLinks = new LinkedHashMap<>();
  private final Set<ConfinedPath> whiteouts = new LinkedHashSet<>();
  private long bytes;

  NeedsRecorder(ConfinedDirectory root, LayerLimits limits, LinkResolver links) {
    this.root = root;
    this.limits = limits;
    this.links = links;
  }

  /** A directory was made that has no entry, or none yet. Links in its path are resolved. */
  void implied(ConfinedPath directory) {
    if (implied.add(directory)) {
      count(directory.length());
    }
  }

  /** A directory now stands for itself: it has an entry, or the one below it is gone. */
  void settled(ConfinedPath directory) throws IOException {
    if (!implied.isEmpty() && !implied.remove(directory)) {
      implied.remove(links.resolveParent(directory));
    }
  }

  void link(ConfinedPath path, ConfinedPath target) throws IOException {
    ConfinedPath resolved = links.resolveParent(path);
    lowerLinks.remove(resolved);
    lowerLinks.put(resolved, target);
    count((long) path.length() + target.length());
  }

  /** A whiteout was made. In the root directory it needs nothing: every layer has that. */
  void whiteout(ConfinedPath path) throws IOException {
    ConfinedPath directory = links.resolveParent(path).parent();
    if (!directory.isRoot() && whiteouts.add(directory)) {
      count(directory.length());
    }
  }

  private void count(long more) {
    bytes += more;
    if (bytes > limits.needsBytes()) {
      throw BadLayer.tooMuch("bytes of names of directories without an entry", limits.needsBytes());
    }
  }

  /** What is still so at the end of the layer. */
  LayerNeeds result() throws IOException {
    List<LayerNeeds.LowerLink> kept = new ArrayList<>();
    for (Map.Entry<ConfinedPath, ConfinedPath> link : lowerLinks.entrySet()) {
      Optional<FileStatus> later = root.linkStatus(link.getKey());
      if (later.isEmpty()) {
        kept.add(new LayerNeeds.LowerLink(link.getKey(), link.getValue()));
      }
    }
    return new LayerNeeds(directories(implied), kept, directories(whiteouts));
  }

  private List<ConfinedPath> directories(Set<ConfinedPath> paths) throws IOException {
    List<ConfinedPath> directories = new ArrayList<>();
    for (ConfinedPath path : paths) {
      if (root.linkStatus(path).filter(FileStatus::isDirectory).isPresent()) {
        directories.add(path);
      }
    }
    return directories;
  }
}
