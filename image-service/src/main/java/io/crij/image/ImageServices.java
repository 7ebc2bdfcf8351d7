package io.crij.image;

import io.crij.image.archive.ImageExport;
import io.crij.image.archive.ImageImport;
import io.crij.image.archive.Spool;
import io.crij.image.check.CheckedStores;
import io.crij.image.check.StoreCheck;
import io.crij.image.operator.Archives;
import io.crij.image.operator.ImageOperatorRpc;
import io.crij.image.operator.OperatorParts;
import io.crij.image.pull.ImagePuller;
import io.crij.image.pull.ImageResolver;
import io.crij.image.pull.PullParts;
import io.crij.image.pull.PullRequest;
import io.crij.image.reference.Digest;
import io.crij.image.registries.RegistriesFiles;
import io.crij.image.registry.Pause;
import io.crij.image.registry.PullCredentials;
import io.crij.image.rootfs.ImageMounts;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.image.rpc.ImageServiceRpc;
import io.crij.image.store.BlobStore;
import io.crij.image.store.ImageContent;
import io.crij.image.store.ImageStore;
import io.crij.image.store.LayerCollection;
import io.crij.image.store.LayerStore;
import io.crij.image.store.PulledBlobs;
import io.crij.image.store.PulledLayers;
import io.crij.image.store.StoreInspection;
import io.crij.image.trust.SignaturePolicies;
import io.crij.image.trust.SignaturePolicyFile;
import io.crij.linux.thread.BoundedPool;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.operation.OperationView;
import io.crij.operations.operation.Operations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The image service of a daemon, put together. Containers keep their root file systems. */
public final class ImageServices implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ImageServices.class);

  /** More would not fit into one node; what the kubelet asks for beyond is refused. */
  private static final int MOST_WAITING_PULLS = 500;

  /** Imports and exports at one time; each has a client that waits. */
  private static final int MOST_ARCHIVES = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long COLLECT_MINUTES = 10;

  private final ImageStore images;
  private final RootFilesystems rootFilesystems;
  private final RegistryAccess registryAccess;
  private final ImageMounts imageMounts;
  private final StoreCheck check;
  private final BoundedPool pullThreads;
  private final BoundedPool layerThreads;
  private final BoundedPool background = new BoundedPool("image-cleanup", 1, 1);
  private final BoundedPool archiveThreads = new BoundedPool("image-archive", MOST_ARCHIVES, 0);
  private final Operations pulls;
  private final Operations archives;
  private final ImagePuller puller;
  private final ImageServiceRpc rpc;
  private final ImageOperatorRpc operator;
  private final ScheduledFuture<?> collecting;

  private ImageServices(ImageSettings settings, ImageParts parts, RegistriesFiles registries) {
    Clock clock = parts.clock();
    ImageLimits limits = settings.limits();
    LayerStore layers = LayerStore.open(settings.root(), limits.layer(), clock);
    BlobStore blobs = BlobStore.open(settings.root(), limits.layer(), clock);
    ImageContent content = new ImageContent(layers, blobs);
    LayerCollection collection = new LayerCollection(content, background);
    registryAccess = RegistryAccess.open(settings, parts, registries);
    ImageLookup lookup = new ImageLookup(registryAccess.routes()::candidates);
    images =
        ImageStore.open(settings.root(), content, collection, lookup, settings.pinned(), clock);
    rootFilesystems =
        RootFilesystems.open(settings.root(), settings.runroot(), images, layers, collection);
    imageMounts =
        ImageMounts.open(settings.root(), settings.runroot(), images, content, collection);
    pullThreads = new BoundedPool("image-pull", limits.concurrentPulls(), MOST_WAITING_PULLS);
    layerThreads = new BoundedPool("image-layer", limits.layerThreads(), 0);
    pulls = new Operations(pullThreads, MOST_WAITING_PULLS, clock);
    archives = new Operations(archiveThreads, MOST_ARCHIVES, clock);
    ImageResolver resolver =
        new ImageResolver(
            registryAccess.routes(),
            policies(settings.files()),
            registryAccess.credentials(),
            registryAccess.client(),
            settings.platform());
    puller =
        new ImagePuller(
            pulls,
            parts.runner(),
            new PullParts(
                resolver,
                new PulledLayers(layers, collection),
                new PulledBlobs(blobs, collection),
                images,
                limits.pull(),
                Pause.SLEEP,
                layerThreads));
    check =
        new StoreCheck(
            new CheckedStores(
                new StoreInspection(images, content),
                rootFilesystems,
                imageMounts,
                parts.containerExists(),
                this::pullAgain));
    rpc = new ImageServiceRpc(images, puller, parts.operations(), parts.knownHandler());
    operator =
        new ImageOperatorRpc(
            new OperatorParts(
                images,
                rootFilesystems,
                imageMounts,
                registryAccess.routes(),
                puller,
                check,
                parts.operations(),
                new Archives(
                    new ImageImport(
                        policies(settings.files()),
                        new PulledLayers(layers, collection),
                        images,
                        settings.platform()),
                    new ImageExport(layers),
                    Spool.open(settings.root()),
                    archives),
                parts.timer()));
    // Images and root file systems have said which layers they need.
    collection.start();
    collecting =
        parts
            .timer()
            .scheduleWithFixedDelay(
                collection::soon, COLLECT_MINUTES, COLLECT_MINUTES, TimeUnit.MINUTES);
  }

  /**
   * Opens the stores of a node and starts to remove what nothing uses. Disk and mounts: a platform
   * thread.
   *
   * @throws io.crij.operations.failure.Failure when a store or a configuration file cannot be used;
   *     nothing runs then
   */
  public static ImageServices open(ImageSettings settings, ImageParts parts) {
    policy(settings.files()).requireReadable();
    return new ImageServices(settings, parts, registries(settings.files()));
  }

  private static SignaturePolicies policies(ImageFiles files) {
    return new SignaturePolicies(
        policy(files), files.signaturePolicyDir().orElse(SignaturePolicies.DEFAULT));
  }

  private static SignaturePolicyFile policy(ImageFiles files) {
    return files
        .signaturePolicy()
        .map(SignaturePolicyFile::required)
        .orElseGet(() -> new SignaturePolicyFile(SignaturePolicyFile.DEFAULT));
  }

  private static RegistriesFiles registries(ImageFiles files) {
    Path main = files.registriesConf().orElse(RegistriesFiles.DEFAULT);
    if (files.registriesConf().isPresent() && !Files.isRegularFile(main)) {
      throw new FailedPrecondition(
          "the registries configuration " + main + " is not there", "Correct the path.");
    }
    return files
        .registriesDropIns()
        .map(dropIns -> new RegistriesFiles(main, dropIns))
        .orElseGet(() -> new RegistriesFiles(main));
  }

  /** The images on the node. */
  public Images images() {
    return images;
  }

  public RootFilesystems rootFilesystems() {
    return rootFilesystems;
  }

  /** Images and artifacts as volumes of containers. */
  public ImageMounts imageMounts() {
    return imageMounts;
  }

  public ImagePuller puller() {
    return puller;
  }

  private Digest pullAgain(String name) {
    try {
      return puller.start(new PullRequest(name, PullCredentials.NONE, "")).id().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.wrap("image " + name + " was not pulled again", e);
    } catch (ExecutionException e) {
      throw Failure.wrap("image " + name + " was not pulled again", e);
    }
  }

  /** Checks the stores, and repairs them. */
  public StoreCheck check() {
    return check;
  }

  /** ImageService for the CRI socket. */
  public ImageServiceRpc rpc() {
    return rpc;
  }

  /** The operator's service for the same socket. */
  public ImageOperatorRpc operator() {
    return operator;
  }

  /** The pulls that run or wait. */
  public List<OperationView> pulls() {
    return pulls.running();
  }

  /** Ends pulls, then what they use. RemoveImage must not be called any more. */
  @Override
  public void close() {
    collecting.cancel(false);
    endPulls();
    registryAccess.close();
    pullThreads.shutdownNow();
    archiveThreads.shutdownNow();
    layerThreads.shutdownNow();
    endCleanup();
    images.close();
  }

  private void endPulls() {
    try {
      // Refuses new ones first, so that none is missed.
      pulls.close(Duration.ZERO).forEach(pull -> pulls.cancel(pull.key(), "crij is stopping"));
      for (OperationView late : pulls.close(PATIENCE)) {
        log.warn("the pull of {} did not end in time", late.object());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // What is not removed by then is removed at the next start.
  private void endCleanup() {
    background.shutdown();
    try {
      if (!background.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        log.info("unused layers are still being removed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
