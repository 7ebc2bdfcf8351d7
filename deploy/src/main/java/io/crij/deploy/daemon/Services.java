package io.crij.deploy.daemon;

import io.crij.deploy.config.Configuration;
import io.crij.deploy.config.ImageConfiguration;
import io.crij.image.ImageFiles;
import io.crij.image.ImageLimits;
import io.crij.image.ImageParts;
import io.crij.image.ImageServices;
import io.crij.image.ImageSettings;
import io.grpc.BindableService;
import java.util.List;
import java.util.Optional;

/** The services of the socket, each made from the parts it needs. */
record Services(List<BindableService> all) {
  /** Opens stores, which recovers what an earlier run left. */
  static Services open(
      Configuration configuration,
      Programs programs,
      Claims claims,
      Machinery machinery,
      StopList stops) {
    ImageServices images =
        stops.add(
            "the image service",
            ImageServices.open(
                imageSettings(configuration),
                new ImageParts(
                    machinery.operations(),
                    machinery.steps(),
                    machinery.threads().timer(),
                    name -> true,
                    machinery.clock())));
    return new Services(List.of(images.rpc()));
  }

  private static ImageSettings imageSettings(Configuration configuration) {
    ImageConfiguration image = configuration.image();
    return ImageSettings.of(configuration.root(), configuration.runroot())
        .withFiles(
            new ImageFiles(
                image.registriesConf(),
                Optional.empty(),
                image.signaturePolicy(),
                image.authFile()))
        .withLimits(ImageLimits.DEFAULT.withConcurrentPulls(image.concurrentPulls()));
  }
}
