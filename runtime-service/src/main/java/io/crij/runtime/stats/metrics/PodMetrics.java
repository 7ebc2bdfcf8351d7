package io.crij.runtime.stats.metrics;

import io.crij.cri.v1.ContainerMetrics;
import io.crij.cri.v1.MetricDescriptor;
import io.crij.cri.v1.PodSandboxMetrics;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.host.DiskUsage;
import io.crij.linux.usage.BlockDevices;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.ContainerState;
import io.crij.runtime.stats.RunningPods.RunningPod;
import io.crij.runtime.stats.Timestamps;
import io.crij.sandbox.Sandbox;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes metrics, and takes samples of pods and their containers. */
public final class PodMetrics {
  private static final Logger log = LoggerFactory.getLogger(PodMetrics.class);

  /** Names of families, those of crio.conf's {@code included_pod_metrics}. */
  public static final List<String> FAMILIES =
      List.of(
          "cpu",
          "disk",
          "diskIO",
          "hugetlb",
          "memory",
          "network",
          "oom",
          "pressure",
          "process",
          "spec");

  private final MetricSources sources;
  private final List<MetricFamily> families = new ArrayList<>();

  /**
   * @param included names of families; when something lives is told always
   */
  public PodMetrics(MetricSources sources, Set<String> included) {
    this.sources = sources;
    families.add(new LifeFamily(sources.clock()));
    all(sources)
        .forEach(
            (name, family) -> {
              if (included.contains(name)) {
                families.add(family);
              }
            });
  }

  private static Map<String, MetricFamily> all(MetricSources sources) {
    Map<String, MetricFamily> all = new LinkedHashMap<>();
    all.put("cpu", new CpuFamily(sources.usage()));
    all.put("disk", new DiskFamily(sources.layers()));
    all.put("diskIO", new DiskIoFamily(sources.usage(), new BlockDevices()));
    all.put("hugetlb", new HugePagesFamily(sources.usage()));
    all.put("memory", new MemoryFamily(sources.usage()));
    all.put("network", new NetworkFamily());
    all.put("oom", new OomFamily(sources.cgroups()));
    all.put("pressure", new PressureFamily(sources.usage()));
    all.put("process", new ProcessFamily(sources.usage(), sources.cgroups()));
    all.put("spec", new SpecFamily(sources.usage(), sources.cgroups()));
    return all;
  }

  public List<MetricDescriptor> descriptors() {
    return families.stream()
        .flatMap(family -> family.described().stream())
        .map(Described::descriptor)
        .toList();
  }

  /**
   * Platform threads only.
   *
   * @param disk where writable layers are
   */
  public PodSandboxMetrics of(RunningPod pod, DiskUsage disk) {
    Sandbox sandbox = pod.sandbox();
    CgroupPath group = sandbox.places().cgroupParent();
    PodSandboxMetrics.Builder metrics =
        PodSandboxMetrics.newBuilder().setPodSandboxId(sandbox.id());
    Subject whole =
        new Subject(
            pod.ownGroup() ? Optional.of(group) : Optional.empty(),
            Optional.empty(),
            sandbox.createdAt(),
            pod.network(),
            disk);
    Samples ofPod = samples(sandbox, "", group, "", "");
    sample(whole, ofPod, sandbox.text());
    metrics.addAllMetrics(ofPod.all());
    pod.containers()
        .forEach(container -> metrics.addContainerMetrics(of(sandbox, container, disk)));
    return metrics.build();
  }

  private ContainerMetrics of(Sandbox sandbox, Container container, DiskUsage disk) {
    Instant started =
        container.state() instanceof ContainerState.Running(Instant startedAt)
            ? startedAt
            : container.createdAt();
    Subject subject =
        new Subject(
            Optional.of(container.cgroup()),
            Optional.of(container),
            started,
            Optional.empty(),
            disk);
    Samples samples =
        samples(
            sandbox,
            container.name(),
            container.cgroup(),
            container.config().getImage().getImage(),
            container.id());
    sample(subject, samples, container.text());
    return ContainerMetrics.newBuilder()
        .setContainerId(container.id())
        .addAllMetrics(samples.all())
        .build();
  }

  private Samples samples(
      Sandbox sandbox, String container, CgroupPath group, String image, String name) {
    return new Samples(
        List.of(
            container,
            group.path(),
            image,
            name,
            sandbox.config().metadata().namespace(),
            sandbox.config().metadata().name()),
        Timestamps.nanos(sources.clock().instant()));
  }

  /** What one family could not read does not take the others away. */
  private void sample(Subject subject, Samples samples, String text) {
    for (MetricFamily family : families) {
      try {
        family.sample(subject, samples);
      } catch (IOException e) {
        log.warn("metrics of {} were not read", text, e);
      }
    }
  }
}
