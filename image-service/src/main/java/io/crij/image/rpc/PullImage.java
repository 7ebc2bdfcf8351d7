package io.crij.image.rpc;

import io.crij.cri.v1.AuthConfig;
import io.crij.cri.v1.PullImageRequest;
import io.crij.cri.v1.PullImageResponse;
import io.crij.image.pull.ImagePuller;
import io.crij.image.pull.PullRequest;
import io.crij.image.registry.PullCredentials;
import java.util.concurrent.CompletableFuture;

/** CRI PullImage. */
final class PullImage {
  private final ImagePuller puller;
  private final SpecCheck specs;

  PullImage(ImagePuller puller, SpecCheck specs) {
    this.puller = puller;
    this.specs = specs;
  }

  CompletableFuture<PullImageResponse> answer(PullImageRequest request) {
    String image = specs.required("PullImage", request.getImage());
    return puller
        .start(
            new PullRequest(
                image,
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
