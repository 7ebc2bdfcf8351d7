package io.crij.deploy.daemon;

import io.crij.deploy.config.StreamConfiguration;
import io.crij.runtime.streaming.server.ServerSettings;
import io.crij.runtime.streaming.server.ServerTls;

/** The streaming server's settings from the configuration's. */
final class StreamSettings {
  private StreamSettings() {}

  static ServerSettings of(StreamConfiguration stream, Machinery machinery) {
    return new ServerSettings(
        stream.address(),
        stream.port(),
        stream
            .tls()
            .map(
                tls ->
                    new ServerTls(
                        new ServerTls.TlsFiles(tls.certificate(), tls.key(), tls.clientCa()),
                        machinery.threads().background())),
        stream.idleTimeout());
  }
}
