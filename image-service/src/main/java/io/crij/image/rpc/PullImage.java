package io.crij.image.rpc;

import io.crij.cri.v1.AuthConfig;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.PullImageRequest;
import io.crij.cri.v1.PullImageResponse;
import io.crij.image.pull.ImagePuller;
import io.crij.image.pull.PullRequest;
import io.crij.image.registry.PullCredentials;
import io.crij.operations.failure.InvalidArgument;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** CRI PullImage. */
final class PullImage {
  private final ImagePuller puller;
  private final Predicate<String> knownHandler;

  /**
   * Makes the RPC.
   *
   * @param knownHandler whether a runtime handler of this name is configured
   */
  PullImage(ImagePuller puller, Predicate<String> knownHandler) {
    this.puller = puller;
    this.knownHandler = knownHandler;
  }

  CompletableFuture<PullImageResponse> answer(PullImageRequest request) {
    ImageSpec spec = request.getImage();
    if (spec.getImage().isEmpty()) {
      throw new InvalidArgument("PullImage names no image", "Set image.image.");
    }
    if (!spec.getRuntimeHandler().isEmpty() && !knownHandler.test(spec.getRuntimeHandler())) {
      throw new InvalidArgument(
          "image " + spec.getImage() + " asks for a runtime handler that is not configured",
          "Correct the pod's RuntimeClass, or configure the handler.");
    }
    return puller
        .start(
            new PullRequest(
                spec.getImage(),
                credentials(request.getAuth()),
                request.getSandboxConfig().getMetadata().getNamespace()))
        .id()
        .thenApply(id -> PullImageResponse.newBuilder().setImageRef(id.toString()).build());
  }

  private static PullCredentials credentials(AuthConfig auth) {
    return PullCredentials.of(
        auth.getUsername(),
        auth.getPassword(),
        auth.getAuth(),
        auth.getServerAddress(),
        auth.getIdentityToken(),
        auth.getRegistryToken());
  }
}
