package io.crij.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Ids of sandboxes that left something below our roots and have no readable record. */
record Orphans(SandboxParts parts, SandboxLayout layout) {

  /** A stand-in with every part that a sandbox can have, except a control group of others. */
  static SandboxRecord record(SandboxLayout layout, String id) {
    SandboxConfig config =
        new SandboxConfig(
            new SandboxMetadata("unknown", "unknown", "unknown", 0),
            "",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of(),
            Map.of(),
            "",
            Map.of(),
            NamespaceMode.POD,
            NamespaceMode.POD,
            NamespaceMode.POD,
            false,
            "");
    List<String> ours = List.of(layout.places(id, config).cgroupParent().path());
    return SandboxRecord.creating(id, config, Instant.EPOCH, ours);
  }

  Set<String> ids(SandboxTable table) {
    Set<String> ids = new TreeSet<>(SandboxIds.in(layout.records()));
    ids.addAll(SandboxIds.in(layout.namespaces()));
    ids.addAll(SandboxIds.in(layout.volatiles()));
    parts.cni().attachments().stream().filter(SandboxLayout::isId).forEach(ids::add);
    ids.removeIf(table::has);
    return ids;
  }
}
