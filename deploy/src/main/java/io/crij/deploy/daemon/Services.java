package io.crij.deploy.daemon;

import io.crij.cni.podcidr.PodCidrs;
import io.crij.deploy.ProgramVersion;
import io.crij.deploy.config.Configuration;
import io.crij.deploy.config.ImageConfiguration;
import io.crij.deploy.config.RegistryConfiguration;
import io.crij.image.ImageFiles;
import io.crij.image.ImageLimits;
import io.crij.image.ImageParts;
import io.crij.image.ImageServices;
import io.crij.image.ImageSettings;
import io.crij.image.PinnedImages;
import io.crij.image.RegistrySettings;
import io.crij.oci.runtime.HandlerView;
import io.crij.runtime.container.ContainerParts;
import io.crij.runtime.container.Containers;
import io.crij.runtime.container.ExecLimits;
import io.crij.runtime.rpc.RuntimeServiceParts;
import io.crij.runtime.rpc.RuntimeServiceRpc;
import io.crij.runtime.streaming.Streaming;
import io.crij.sandbox.SandboxParts;
import io.crij.sandbox.SandboxSettings;
import io.crij.sandbox.Sandboxes;
import io.grpc.BindableService;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The services of the socket, each made from the parts it needs. Opening one recovers what an
 * earlier run left: pods before the containers in them.
 *
 * @param endStreams ends the calls that have no end of their own
 */
record Services(List<BindableService> all, Runnable endStreams) {
  /**
   * The network step ends after the plugins' own deadline, so that their failure is the one told.
   */
  private static final Duration AFTER_PLUGINS = Duration.ofSeconds(10);

  static Services open(
      Configuration configuration, Claims claims, Machinery machinery, Node node, StopList stops) {
    Sandboxes.requireKnownRecords(sandboxSettings(configuration, node));
    Containers.requireKnownRecords(configuration.root(), configuration.runroot());
    ImageServices images =
        stops.add(
            "the image service",
            images(
                configuration,
                machinery,
                node.handlers().views().stream()
                        .map(HandlerView::name)
                        .collect(Collectors.toUnmodifiableSet())
                    ::contains));
    Sandboxes sandboxes = sandboxes(configuration, node, machinery);
    Containers containers =
        stops.add("the containers", containers(configuration, node, machinery, images, sandboxes));
    Streaming streaming =
        stops.add(
            "the streaming server",
            Streaming.start(
                containers, sandboxes, StreamSettings.of(configuration.stream(), machinery)));
    RuntimeServiceRpc runtime =
        new RuntimeServiceRpc(
            new RuntimeServiceParts(
                ProgramVersion.current(),
                sandboxes,
                containers,
                streaming,
                node.cni(),
                podCidrs(configuration),
                node.handlers(),
                new StatusInfo(configuration, claims.instance())::texts,
                machinery.threads().background(),
                Statistics.start(
                    configuration,
                    machinery,
                    images.rootFilesystems(),
                    sandboxes,
                    containers,
                    stops)));
    return new Services(List.of(runtime, images.rpc(), images.operator()), runtime::endStreams);
  }

  private static PodCidrs podCidrs(Configuration configuration) {
    return PodCidrs.open(
        configuration.root().resolve("network"),
        configuration.network().configDir(),
        configuration.network().podCidrTemplate());
  }

  static ImageServices images(
      Configuration configuration, Machinery machinery, Predicate<String> knownHandler) {
    ImageConfiguration image = configuration.image();
    ImageSettings settings =
        ImageSettings.of(configuration.root(), configuration.runroot())
            .withFiles(
                new ImageFiles(
                    image.registriesConf(),
                    Optional.empty(),
                    image.signaturePolicy(),
                    Optional.of(image.signaturePolicyDir()),
                    image.authFile()))
            .withLimits(limits(image))
            .withPinned(PinnedImages.of(image.pinnedImages()))
            .withRegistries(
                RegistrySettings.usual()
                    .withShortNames(image.registries().shortNameMode())
                    .withHostFolders(image.registries().directories())
                    .withTokenServers(Set.copyOf(image.registries().tokenServers())));
    return ImageServices.open(
        settings,
        new ImageParts(
            machinery.operations(),
            machinery.steps(),
            machinery.threads().timer(),
            machinery.command(),
            knownHandler,
            id -> Files.isDirectory(configuration.root().resolve("containers").resolve(id)),
            machinery.clock()));
  }

  private static ImageLimits limits(ImageConfiguration image) {
    RegistryConfiguration registries = image.registries();
    ImageLimits usual = ImageLimits.DEFAULT;
    return usual
        .withConcurrentPulls(image.concurrentPulls())
        .withRegistry(usual.registry().withStall(registries.progressTimeout()))
        .withDownloads(
            usual
                .downloads()
                .of(
                    registries.concurrentDownloads(),
                    registries.downloadsPerRegistry(),
                    registries.blobParts()));
  }

  private static Sandboxes sandboxes(Configuration configuration, Node node, Machinery machinery) {
    return Sandboxes.open(
        new SandboxParts(
            sandboxSettings(configuration, node),
            node.cni(),
            machinery.cgroups(),
            node.handlers(),
            node.conmon(),
            node.exits(),
            machinery.operations(),
            machinery.steps(),
            machinery.debts(),
            Clock.systemUTC()));
  }

  private static SandboxSettings sandboxSettings(Configuration configuration, Node node) {
    Duration add = configuration.network().addTimeout();
    Duration del = configuration.network().delTimeout();
    Duration network = (add.compareTo(del) > 0 ? add : del).plus(AFTER_PLUGINS);
    SandboxSettings usual =
        SandboxSettings.of(configuration.root(), configuration.runroot(), network);
    return new SandboxSettings(
        usual.root(),
        usual.runroot(),
        usual.podCgroups(),
        usual.resolvConf(),
        usual.hosts(),
        node.catatonit(),
        usual.shmBytes(),
        usual.stepDeadline(),
        usual.networkDeadline(),
        usual.occupantsDeadline());
  }

  private static Containers containers(
      Configuration configuration,
      Node node,
      Machinery machinery,
      ImageServices images,
      Sandboxes sandboxes) {
    return Containers.open(
        new ContainerParts(
            configuration.root(),
            configuration.runroot(),
            sandboxes,
            images.images(),
            images.rootFilesystems(),
            images.imageMounts(),
            node.specs(),
            node.volumes(),
            node.handlers(),
            node.conmon(),
            node.exits(),
            machinery.cgroups(),
            machinery.operations(),
            machinery.steps(),
            machinery.debts(),
            machinery.threads().timer(),
            machinery.threads().background(),
            machinery.threads().events(),
            new ExecLimits(
                configuration.runtime().concurrentExecs(), ExecLimits.DEFAULT.outputBytes()),
            Clock.systemUTC()));
  }
}
