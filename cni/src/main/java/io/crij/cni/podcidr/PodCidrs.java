package io.crij.cni.podcidr;

import io.crij.operations.failure.Failure;
import io.crij.operations.record.Durability;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.record.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The pod CIDR of this node as the kubelet has told it (CRI UpdateRuntimeConfig), kept over
 * restarts. Where the operator has a template for it, a network is made from both. Platform threads
 * only.
 */
public final class PodCidrs {
  private static final int VERSION = 1;

  /** Before those that others write, since the first one is used. */
  private static final String FILE = "05-crij-pod-cidr.conflist";

  private final RecordFile<Kept> record;
  private final Path networkDirectory;
  private final Optional<Path> template;
  private volatile List<String> now;

  private record Kept(List<String> cidrs) {}

  private PodCidrs(RecordFile<Kept> record, Path networkDirectory, Optional<Path> template) {
    this.record = record;
    this.networkDirectory = networkDirectory;
    this.template = template;
    this.now =
        record.load() instanceof Loaded.Present<Kept> present ? present.value().cidrs() : List.of();
  }

  /**
   * Reads what is kept, and makes the network again: the template may be another one now.
   *
   * @param directory of ours, made when missing
   * @param networkDirectory of CNI network configurations
   * @param template of a network; empty for none
   */
  public static PodCidrs open(Path directory, Path networkDirectory, Optional<Path> template) {
    try {
      OwnDirectory.ensure(directory);
    } catch (IOException e) {
      throw Failure.wrap("the directory " + directory + " was not made", e);
    }
    PodCidrs opened =
        new PodCidrs(
            new RecordFile<>(directory.resolve("pod-cidr.json"), Kept.class, VERSION),
            networkDirectory,
            template);
    if (!opened.now.isEmpty()) {
      opened.makeNetwork(opened.now.stream().map(PodCidr::new).toList());
    }
    return opened;
  }

  /** Empty when nobody has told any. */
  public List<String> now() {
    return now;
  }

  /**
   * Keeps the CIDR and makes the network. An empty text changes nothing.
   *
   * @param text one of each family at most, separated by commas
   * @throws Failure InvalidArgument for something else; FailedPrecondition for a template that
   *     cannot be used
   */
  public synchronized void update(String text) {
    if (text.isEmpty()) {
      return;
    }
    List<PodCidr> cidrs = PodCidr.parse(text);
    makeNetwork(cidrs);
    List<String> next = cidrs.stream().map(PodCidr::text).toList();
    record.write(new Kept(next), Durability.SYNCED);
    now = next;
  }

  /** Whoever reads the directory sees a whole file. */
  private void makeNetwork(List<PodCidr> cidrs) {
    if (template.isEmpty()) {
      return;
    }
    Path source = template.get();
    try {
      String network = NetworkTemplate.fill(Files.readAllBytes(source), source.toString(), cidrs);
      Files.createDirectories(networkDirectory);
      Path temporary = networkDirectory.resolve("." + FILE + ".tmp");
      Files.writeString(temporary, network);
      Files.move(temporary, networkDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Failure.wrap("the network of " + source + " was not made", e);
    }
  }
}
