package io.crij.runtime.streaming.server;

import io.crij.operations.failure.FailedPrecondition;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of the streaming server, from files that are read again when they have changed: looked at for
 * each connection, off the event loops. While they are not readable as a whole, the last good ones
 * count.
 */
public final class ServerTls {
  private static final Logger log = LoggerFactory.getLogger(ServerTls.class);

  /**
   * @param certificate PEM, with the chain
   * @param key PEM, PKCS #8
   * @param clientCa who signs the clients' certificates; empty asks clients for none
   */
  public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {
    List<Path> all() {
      List<Path> files = new ArrayList<>(List.of(certificate, key));
      clientCa.ifPresent(files::add);
      return files;
    }
  }

  private record Loaded(List<String> stamps, SslContext context) {}

  private final TlsFiles files;
  private final Executor readers;
  private Loaded loaded;

  /**
   * @param readers where files may be read
   * @throws FailedPrecondition when the files do not make a server
   */
  public ServerTls(TlsFiles files, Executor readers) {
    this.files = files;
    this.readers = readers;
    try {
      this.loaded = load(stamps());
    } catch (IOException | IllegalArgumentException failure) {
      throw new FailedPrecondition(
          "the streaming server has no TLS with " + files.certificate() + " and " + files.key(),
          "Give PEM files: a certificate chain, its key as PKCS #8, and the authority of clients.",
          failure);
    }
  }

  private List<String> stamps() throws IOException {
    List<String> stamps = new ArrayList<>();
    for (Path file : files.all()) {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      stamps.add(
          attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime());
    }
    return stamps;
  }

  private Loaded load(List<String> stamps) throws IOException {
    try (InputStream certificate = Files.newInputStream(files.certificate());
        InputStream key = Files.newInputStream(files.key())) {
      SslContextBuilder builder =
          SslContextBuilder.forServer(certificate, key)
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2");
      if (files.clientCa().isPresent()) {
        try (InputStream authorities = Files.newInputStream(files.clientCa().get())) {
          return new Loaded(
              stamps, builder.trustManager(authorities).clientAuth(ClientAuth.REQUIRE).build());
        }
      }
      return new Loaded(stamps, builder.build());
    }
  }

  private synchronized SslContext current() {
    try {
      List<String> stamps = stamps();
      if (!stamps.equals(loaded.stamps())) {
        loaded = load(stamps);
        log.info("the certificates of the streaming server were read again");
      }
    } catch (IOException | IllegalArgumentException failure) {
      log.warn("the new certificates of the streaming server are not usable yet", failure);
    }
    return loaded.context();
  }

  void addTo(SocketChannel channel) {
    channel
        .pipeline()
        .addLast(
            "tls",
            new SniHandler(
                (String _, Promise<SslContext> chosen) -> {
                  readers.execute(() -> chosen.setSuccess(current()));
                  return chosen;
                }));
  }
}
