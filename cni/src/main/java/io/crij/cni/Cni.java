package io.crij.cni;

import io.crij.linux.process.Command;
import io.crij.operations.failure.AlreadyExists;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Attaches pod sandboxes to the node's network and detaches them. Callers serialise the calls for
 * one pod sandbox; different ones never wait for each other. Every method does disk I/O: platform
 * threads only.
 */
public final class Cni {
  private static final Logger log = LoggerFactory.getLogger(Cni.class);

  private final CniSettings settings;
  private final Networks networks;
  private final PluginChain chain;
  private final AttachmentStore store;
  private final PortReservations ports = new PortReservations();
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  /**
   * Reads the records of earlier attachments, to know their host ports, and ends plugins that an
   * earlier run left at work for them.
   */
  public Cni(CniSettings settings, Command command) {
    PluginDirectories directories = new PluginDirectories(settings.pluginDirectories());
    this.settings = settings;
    this.networks = new Networks(settings, directories);
    this.chain = new PluginChain(new PluginProcess(command, directories));
    this.store = new AttachmentStore(settings.stateDirectory());
    List<String> attachments = store.ids();
    attachments.forEach(store::requireKnownVersions);
    try {
      LeftoverPlugins.kill(Set.copyOf(attachments));
    } catch (IOException e) {
      throw Failure.wrap("cannot look for CNI plugins of an earlier run", e);
    }
    for (String id : attachments) {
      store.load(id).ifPresent(record -> ports.restore(id, record.portMappings()));
    }
  }

  /** Whether pods can be attached now; runs no plugin. */
  public NetworkState state() {
    return networks.state();
  }

  /**
   * Runs the plugins for ADD. After a failure of a plugin the attachment counts as existing until
   * {@link #del} succeeded.
   *
   * @param deadline shortens the configured one
   * @throws io.crij.operations.failure.Failure Unavailable without a usable network;
   *     FailedPrecondition for a taken host port or a namespace that is none; DeadlineExceeded when
   *     the plugins took too long; Internal when one failed
   */
  public CniResult add(Attachment attachment, Duration deadline) {
    String id = attachment.podSandboxId();
    return exclusively(
        id,
        () -> {
          NetworkConfig network = networks.require(id);
          requireNew(id);
          requireNamespace(attachment);
          HostPorts.requireFree(id, attachment.portMappings());
          ports.reserve(id, attachment.portMappings());
          recordIntent(attachment, network);
          if (!attachment.portMappings().isEmpty() && !network.takes(PluginInput.PORT_MAPPINGS)) {
            log.info(
                "network {} has no plugin for port mappings: those of pod sandbox {} are left to"
                    + " it",
                network.name(),
                id);
          }
          Duration limit =
              deadline.compareTo(settings.addDeadline()) < 0 ? deadline : settings.addDeadline();
          ObjectNode output = chain.add(network, attachment, Deadline.after(limit));
          ResultRecord result = new ResultRecord(network.name(), network.cniVersion(), output);
          store.complete(id, result);
          return result.toResult();
        });
  }

  /**
   * Runs the plugins for DEL with the configuration and the result of the ADD, then forgets the
   * attachment. An unknown id is success; after a failure the call can be repeated.
   */
  public void del(String podSandboxId) {
    exclusively(
        podSandboxId,
        () -> {
          Optional<AttachmentRecord> record = store.load(podSandboxId);
          if (record.isPresent()) {
            detach(record.get());
          } else if (!store.quarantined(podSandboxId).isEmpty()) {
            detachUnreadable(podSandboxId);
          }
          store.forget(podSandboxId);
          ports.release(podSandboxId);
          return podSandboxId;
        });
  }

  /** The result of the ADD; empty when there was none, or it did not succeed. */
  public Optional<CniResult> cached(String podSandboxId) {
    Attachment.requireId(podSandboxId);
    return store.loadResult(podSandboxId).map(ResultRecord::toResult);
  }

  /** Ids of pod sandboxes that must be given to {@link #del} some time, in order. */
  public List<String> attachments() {
    return store.ids();
  }

  /** What was asked of {@link #add}; empty when there was nothing, or that is not readable. */
  public Optional<Attachment> attachment(String podSandboxId) {
    Attachment.requireId(podSandboxId);
    return store.load(podSandboxId).map(AttachmentRecord::toAttachment);
  }

  /** Whether {@link #del} has something to do: its namespace must stay as long as that is so. */
  public boolean isAttached(String podSandboxId) {
    Attachment.requireId(podSandboxId);
    return store.exists(podSandboxId);
  }

  private void detach(AttachmentRecord record) {
    Attachment attachment = record.toAttachment();
    String netns = NamespaceFile.isPod(attachment.netns()) ? record.netns() : "";
    Optional<ObjectNode> result = store.loadResult(record.podSandboxId()).map(ResultRecord::result);
    chain.del(
        record.toNetwork(), attachment, netns, result, Deadline.after(settings.delDeadline()));
  }

  /** Plugins find what belongs to a container by its id, so the network of today is tried. */
  private void detachUnreadable(String podSandboxId) {
    log.warn("pod sandbox {} is detached without its record, which is unreadable", podSandboxId);
    chain.del(
        networks.require(podSandboxId),
        Attachment.unknown(podSandboxId),
        "",
        Optional.empty(),
        Deadline.after(settings.delDeadline()));
  }

  private void requireNew(String podSandboxId) {
    if (store.load(podSandboxId).isPresent()) {
      throw new AlreadyExists(
          "pod sandbox " + podSandboxId + " is already attached to a network",
          "Stop the pod sandbox first.");
    }
  }

  private static void requireNamespace(Attachment attachment) {
    if (!NamespaceFile.isPod(attachment.netns())) {
      throw new FailedPrecondition(
          attachment.netns()
              + " of pod sandbox "
              + attachment.podSandboxId()
              + " is not the network namespace of a pod",
          "Remove the pod sandbox and run it again.");
    }
  }

  private void recordIntent(Attachment attachment, NetworkConfig network) {
    try {
      store.intend(AttachmentRecord.of(attachment, network));
    } catch (RuntimeException e) {
      ports.release(attachment.podSandboxId());
      throw e;
    }
  }

  private interface Work<T> {
    T run();
  }

  private <T> T exclusively(String podSandboxId, Work<T> work) {
    Attachment.requireId(podSandboxId);
    if (!busy.add(podSandboxId)) {
      throw new Unavailable(
          "CNI plugins are already at work for pod sandbox " + podSandboxId,
          "Repeat the call when they are done.");
    }
    try {
      return work.run();
    } finally {
      busy.remove(podSandboxId);
    }
  }
}
