package io.crij.sandbox;

import io.crij.cni.Attachment;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.oci.monitor.RuntimeBundle;
import io.crij.operations.failure.Failure;
import io.crij.operations.id.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sandboxes without a readable record have left: the disk says most of what the record did.
 */
record SandboxRemains(SandboxParts parts, SandboxLayout layout) {
  private static final Logger log = LoggerFactory.getLogger(SandboxRemains.class);
  private static final String UNKNOWN = "unknown";

  /** Ids of those that left something and are not in the table. */
  Set<String> ids(SandboxTable table) {
    Set<String> ids = new TreeSet<>(SandboxIds.in(layout.records()));
    ids.addAll(SandboxIds.in(layout.namespaces()));
    ids.addAll(SandboxIds.in(layout.volatiles()));
    parts.cni().attachments().stream().filter(Ids::isId).forEach(ids::add);
    ids.removeIf(table::has);
    return ids;
  }

  /** Whether somebody may live in it: both directories end with the boot, and with its removal. */
  boolean mayRun(String id) {
    return Files.exists(layout.namespaces(id)) || Files.exists(layout.volatileDirectory(id));
  }

  /** A record in place of the lost one, with what is to be known. */
  SandboxRecord record(String id) throws IOException {
    Optional<CgroupPath> parent = cgroupParent(id);
    Optional<Attachment> attachment = attachment(id);
    SandboxConfig config =
        new SandboxConfig(
            metadata(attachment),
            "",
            Optional.empty(),
            Optional.empty(),
            attachment.map(Attachment::portMappings).orElse(List.of()),
            Map.of(),
            Map.of(),
            parent.map(CgroupPath::path).orElse(""),
            Map.of(),
            has(id, NamespaceKind.NET) || parts.cni().isAttached(id)
                ? NamespaceMode.POD
                : NamespaceMode.NODE,
            has(id, NamespaceKind.PID) || Files.isDirectory(layout.holderBundle(id))
                ? NamespaceMode.POD
                : NamespaceMode.CONTAINER,
            has(id, NamespaceKind.IPC) || Files.exists(layout.shm(id))
                ? NamespaceMode.POD
                : NamespaceMode.NODE,
            false,
            parts.runtimes().holding(id).orElse(""));
    CgroupPath usual = layout.podCgroup(id);
    // Any other group may be somebody else's.
    List<String> made =
        parent.isEmpty() || parent.get().equals(usual) ? List.of(usual.path()) : List.of();
    return SandboxRecord.creating(id, config, since(id), made);
  }

  private boolean has(String id, NamespaceKind kind) {
    return Files.exists(layout.namespaces(id).resolve(kind.fileName()));
  }

  /** Only a pod with a shared PID namespace has a container of ours, which says where it is. */
  private Optional<CgroupPath> cgroupParent(String id) {
    RuntimeBundle bundle = new RuntimeBundle(layout.holderBundle(id));
    if (!Files.exists(bundle.path())) {
      return Optional.empty();
    }
    try {
      List<CgroupPath> groups = bundle.cgroup().andAbove();
      return Optional.of(groups.get(groups.size() - 2));
    } catch (IOException | RuntimeException unreadable) {
      log.warn("the control group of pod sandbox {} is not known", id, unreadable);
      return Optional.empty();
    }
  }

  private Optional<Attachment> attachment(String id) {
    return parts.cni().isAttached(id) ? parts.cni().attachment(id) : Optional.empty();
  }

  /** The pod's name went to the CNI plugins. */
  private static SandboxMetadata metadata(Optional<Attachment> attachment) {
    Map<String, String> told = attachment.map(Attachment::args).orElse(Map.of());
    try {
      return new SandboxMetadata(
          told.getOrDefault(NetworkStep.POD_NAME, UNKNOWN),
          told.getOrDefault(NetworkStep.POD_UID, UNKNOWN),
          told.getOrDefault(NetworkStep.POD_NAMESPACE, UNKNOWN),
          0);
    } catch (Failure damaged) {
      return new SandboxMetadata(UNKNOWN, UNKNOWN, UNKNOWN, 0);
    }
  }

  private Instant since(String id) throws IOException {
    List<Path> places =
        Stream.of(layout.namespaces(id), layout.volatileDirectory(id), layout.recordDirectory(id))
            .filter(Files::exists)
            .toList();
    return places.isEmpty()
        ? Instant.EPOCH
        : Files.getLastModifiedTime(places.getFirst()).toInstant();
  }
}
