package io.crij.image.store;

import io.crij.image.chain.FixUp;
import io.crij.image.chain.FixUpBuilder;
import io.crij.image.reference.Digest;
import io.crij.image.reference.DigestAlgorithm;
import io.crij.operations.record.Durability;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.record.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fix-up layers on disk: {@code <algorithm>/<hex>/{diff/,chain.json}}. As layers, they are made
 * elsewhere and moved whole; as they can be made again, what is no whole one is removed.
 */
final class ChainFolder {
  private static final Logger log = LoggerFactory.getLogger(ChainFolder.class);
  private static final String DIFF = "diff";
  private static final String RECORD = "chain.json";

  private final Path root;
  private final Trash trash;

  private ChainFolder(Path root, Trash trash) {
    this.root = root;
    this.trash = trash;
  }

  static ChainFolder open(Path root) throws IOException {
    OwnDirectory.ensure(root);
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      OwnDirectory.ensure(root.resolve(algorithm.label()));
    }
    return new ChainFolder(root, Trash.open(root.resolve("tmp")));
  }

  private Path home(Digest chainId) {
    return root.resolve(chainId.algorithm().label()).resolve(chainId.hex());
  }

  Path diff(Digest chainId) {
    return home(chainId).resolve(DIFF);
  }

  private static RecordFile<ChainRecord> record(Path home) {
    return new RecordFile<>(home.resolve(RECORD), ChainRecord.class, ChainRecord.VERSION);
  }

  List<ChainRecord> load() throws IOException {
    List<ChainRecord> chains = new ArrayList<>();
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      for (Path home : OwnDirectory.entries(root.resolve(algorithm.label()))) {
        Optional<ChainRecord> found = load(home);
        found.ifPresent(chains::add);
        if (found.isEmpty()) {
          log.warn("{} is no whole fix-up layer; it is made again when it is needed", home);
          trash.discard(home);
        }
      }
    }
    return chains;
  }

  private Optional<ChainRecord> load(Path home) {
    return record(home).load() instanceof Loaded.Present<ChainRecord>(ChainRecord found, _)
            && home(found.id()).equals(home)
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Makes the fix-up of a chain that has none. */
  ChainRecord make(Digest chainId, FixUpBuilder builder, List<Digest> inPlace) throws IOException {
    Path making = trash.make();
    try {
      Path diff = Files.createDirectory(making.resolve(DIFF));
      Files.setPosixFilePermissions(diff, PosixFilePermissions.fromString("rwxr-xr-x"));
      FixUp own = builder.build(diff);
      ChainRecord made =
          new ChainRecord(chainId.toString(), own, inPlace.stream().map(Digest::toString).toList());
      record(making).write(made, Durability.SYNCED);
      Path home = home(chainId);
      Files.move(making, home, StandardCopyOption.ATOMIC_MOVE);
      OwnDirectory.sync(home.getParent());
      return made;
    } finally {
      trash.madeOrGivenUp(making);
    }
  }

  void discard(Digest chainId) throws IOException {
    trash.discard(home(chainId));
  }

  void emptyTrash() {
    trash.empty();
  }
}
