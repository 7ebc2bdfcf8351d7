package io.crij.sandbox;

import io.crij.oci.monitor.MonitoredProcess;
import io.crij.operations.id.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pod sandbox on disk; immutable.
 *
 * @param reason why it is not ready; else empty
 * @param released whether all that a stop gives back has been given back
 * @param madeCgroups groups above and at its cgroup parent that did not exist before, topmost first
 * @param holder the process that holds its PID namespace
 * @param owed what has been begun and must come to its end, with or without a client
 */
record SandboxRecord(
    String id,
    SandboxConfig config,
    Phase phase,
    String reason,
    boolean released,
    Instant createdAt,
    List<String> ips,
    List<String> madeCgroups,
    Optional<MonitoredProcess> holder,
    Owed owed) {
  static final int VERSION = 1;

  /** The state's name in the file. */
  enum Phase {
    CREATING,
    READY,
    NOT_READY,
    REMOVING
  }

  /** What a failure or the end of the daemon may have interrupted. */
  enum Owed {
    NOTHING,
    /** What a stop gives back: its containers have ended. */
    STOP,
    /** All of it: its creation has failed, or it is being removed. */
    ALL
  }

  SandboxRecord {
    owed = owed == null ? Owed.NOTHING : owed; // records of before have none
    ips = List.copyOf(ips);
    madeCgroups = List.copyOf(madeCgroups);
    if (!Ids.isId(id)) {
      throw new IllegalArgumentException("not the id of a pod sandbox: " + id);
    }
  }

  static SandboxRecord creating(String id, SandboxConfig config, Instant now, List<String> made) {
    return new SandboxRecord(
        id,
        config,
        Phase.CREATING,
        "",
        false,
        now,
        List.of(),
        made,
        Optional.empty(),
        Owed.NOTHING);
  }

  SandboxState state() {
    return switch (phase) {
      case CREATING -> new SandboxState.Creating();
      case READY -> new SandboxState.Ready();
      case NOT_READY -> new SandboxState.NotReady(reason);
      case REMOVING -> new SandboxState.Removing();
    };
  }

  /** Follows a legal transition; where there is none, nothing changes. */
  SandboxRecord ready() {
    return state() instanceof SandboxState.Creating creating ? in(creating.ready()) : this;
  }

  SandboxRecord notReady(String why) {
    return switch (state()) {
      case SandboxState.Creating creating -> in(creating.stopped(why));
      case SandboxState.Ready ready -> in(ready.lost(why));
      case SandboxState.NotReady _, SandboxState.Removing _ -> this;
    };
  }

  SandboxRecord removing() {
    return state() instanceof SandboxState.NotReady notReady ? in(notReady.removing()) : this;
  }

  private SandboxRecord in(SandboxState next) {
    Phase nextPhase =
        switch (next) {
          case SandboxState.Creating _ -> Phase.CREATING;
          case SandboxState.Ready _ -> Phase.READY;
          case SandboxState.NotReady _ -> Phase.NOT_READY;
          case SandboxState.Removing _ -> Phase.REMOVING;
        };
    String why = next instanceof SandboxState.NotReady lost ? lost.reason() : reason;
    return new SandboxRecord(
        id, config, nextPhase, why, released, createdAt, ips, madeCgroups, holder, owed);
  }

  SandboxRecord withIps(List<String> addresses) {
    return new SandboxRecord(
        id, config, phase, reason, released, createdAt, addresses, madeCgroups, holder, owed);
  }

  SandboxRecord withHolder(MonitoredProcess process) {
    return new SandboxRecord(
        id,
        config,
        phase,
        reason,
        released,
        createdAt,
        ips,
        madeCgroups,
        Optional.of(process),
        owed);
  }

  SandboxRecord givenBack() {
    Owed left = owed == Owed.STOP ? Owed.NOTHING : owed;
    return new SandboxRecord(
        id, config, phase, reason, true, createdAt, ips, madeCgroups, holder, left);
  }

  /** More is never owed less. */
  SandboxRecord owing(Owed more) {
    Owed most = more.compareTo(owed) > 0 ? more : owed;
    return new SandboxRecord(
        id, config, phase, reason, released, createdAt, ips, madeCgroups, holder, most);
  }

  Sandbox snapshot(SandboxLayout layout) {
    return new Sandbox(id, config, state(), createdAt, ips, layout.places(id, config));
  }
}
