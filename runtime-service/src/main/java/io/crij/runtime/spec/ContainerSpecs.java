package io.crij.runtime.spec;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.linux.cgroup.GroupLimits;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.thread.BoundedPool;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.spec.OciLinux;
import io.crij.oci.spec.OciProcess;
import io.crij.oci.spec.OciResources;
import io.crij.oci.spec.OciRoot;
import io.crij.oci.spec.OciSpec;
import io.crij.oci.spec.OciUser;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Builds config.json from a container as CRI asks for it. Labels, annotations and whatever else an
 * image or a pod carries along have no part in it.
 */
public final class ContainerSpecs {
  private final HostFacts host;
  private final HostPaths paths;
  private final SeccompChoice seccomp;
  private final OomScore oomScore;

  /**
   * @param userPaths for calls on paths that a user supplied, which may hang (a dead NFS server);
   *     with a queue, since each call waits for the one before
   * @param userPathDeadline how long each may take
   * @param seccompByDefault whether a request without a seccomp profile gets the default one
   */
  public ContainerSpecs(
      HostFacts host, BoundedPool userPaths, Duration userPathDeadline, boolean seccompByDefault) {
    this.host = host;
    this.paths = new HostPaths(userPaths, userPathDeadline);
    this.seccomp = new SeccompChoice(host, paths, seccompByDefault);
    this.oomScore = new OomScore(host.lowestOomScoreAdj());
  }

  /**
   * Describes a container; platform threads only. Makes nothing but the working directory in the
   * root file system, if that is missing.
   *
   * @throws InvalidArgument when the request or the image cannot be right
   * @throws io.crij.operations.failure.FailedPrecondition when this node or its runtime has not
   *     what is asked for
   * @throws io.crij.operations.failure.Unavailable when a path that a user supplied hangs; {@code
   *     ResourceExhausted} when so many do that the pool is full
   * @throws IOException when the root file system or the node's own files cannot be read
   */
  public BuiltSpec build(SpecRequest request) throws IOException {
    ContainerConfig config = request.config();
    LinuxContainerSecurityContext context = config.getLinux().getSecurityContext();
    requirePrivilegedPod(request, context.getPrivileged());
    MandatoryAccess.requireNoSelinux(context, host);
    RequestedMounts volumes =
        RequestedMounts.of(config.getMountsList(), request.imageMounts(), request.runtime(), paths);
    UserLookup user;
    try (ConfinedDirectory rootfs = ConfinedDirectory.open(request.rootfs())) {
      RootDirectory.require(rootfs);
      user = UserLookup.of(context, request.image().user(), rootfs);
    }
    Field directory = WorkingDirectory.choose(config.getWorkingDir(), request.image().workingDir());
    String cwd = WorkingDirectory.prepare(directory, request.rootfs(), volumes.destinations());
    CapabilitySets capabilities = CapabilitySets.of(context, host.capabilities());
    OciSpec spec =
        new OciSpec(
            request.runtime().ociVersion(),
            process(request, user, cwd, capabilities),
            new OciRoot(request.rootfs().toString(), context.getReadonlyRootfs()),
            "",
            MountPlan.of(
                DefaultMounts.of(request.sandbox().places(), context.getPrivileged()), volumes),
            Map.of(),
            linux(request, volumes, capabilities));
    return new BuiltSpec(
        spec,
        volumes.shown(),
        user.user(),
        StopSignals.of(config.getStopSignal(), request.image().stopSignal()));
  }

  /** Refuses resources that cannot be right, before anything is made. */
  public void requireResources(ContainerConfig config, RuntimeFacts runtime) {
    var _ = ResourceLimits.of(config.getLinux().getResources(), host, runtime);
  }

  /**
   * Limits to set for a container that exists.
   *
   * @throws InvalidArgument when they cannot be right
   * @throws io.crij.operations.failure.FailedPrecondition when the node has not what is asked for
   */
  public GroupLimits limits(LinuxContainerResources wanted, RuntimeFacts runtime) {
    return Resources.limits(wanted, host, runtime);
  }

  /** What the daemon may set for the {@code oom_score_adj} that is asked for. */
  public int oomScore(LinuxContainerResources wanted) {
    return oomScore.of(wanted);
  }

  private static void requirePrivilegedPod(SpecRequest request, boolean privileged) {
    if (privileged && !request.sandbox().config().privileged()) {
      throw new InvalidArgument(
          "A privileged container is asked for in "
              + request.sandbox().text()
              + ", which is not"
              + " privileged",
          "Run the pod sandbox privileged too.");
    }
  }

  private OciProcess process(
      SpecRequest request, UserLookup user, String cwd, CapabilitySets capabilities)
      throws IOException {
    ContainerConfig config = request.config();
    LinuxContainerSecurityContext context = config.getLinux().getSecurityContext();
    LinuxContainerResources resources = config.getLinux().getResources();
    String hostname = Hostname.of(request.sandbox().places());
    ContainerUser ids = user.user();
    return new OciProcess(
        config.getTty(),
        new OciUser(ids.uid(), ids.gid(), ids.supplementalGroups(), OptionalInt.empty()),
        CommandLine.of(config, request.image()),
        Environment.of(config, request.image().env(), hostname, user.home()),
        cwd,
        Optional.of(capabilities.oci()),
        List.of(),
        context.getNoNewPrivs(),
        MandatoryAccess.apparmor(context, host),
        Optional.empty(),
        OptionalInt.of(oomScore.of(resources)));
  }

  private OciLinux linux(SpecRequest request, RequestedMounts volumes, CapabilitySets capabilities)
      throws IOException {
    ContainerConfig config = request.config();
    LinuxContainerSecurityContext context = config.getLinux().getSecurityContext();
    DeviceAccess devices = DeviceAccess.of(config, context.getPrivileged(), paths);
    OciResources limits =
        ResourceLimits.of(config.getLinux().getResources(), host, request.runtime());
    SystemPaths hidden =
        context.getPrivileged()
            ? SystemPaths.none()
            : SystemPaths.of(
                context.getMaskedPathsList(), context.getReadonlyPathsList(), host.thermalPaths());
    return new OciLinux(
        NamespaceChoice.of(
            context.getNamespaceOptions(), request.sandbox(), request.targetPidNamespace()),
        devices.nodes(),
        request.cgroup().path(),
        new OciResources(
            devices.rules(),
            limits.memory(),
            limits.cpu(),
            limits.pids(),
            limits.hugepageLimits(),
            limits.unified()),
        seccomp.of(context, capabilities.bounding(), request.runtime()),
        volumes.rootfsPropagation(),
        hidden.masked(),
        hidden.readonly(),
        Map.of(),
        Optional.empty());
  }
}
