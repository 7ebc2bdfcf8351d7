package io.crij.image.registry;

import io.crij.image.registries.TlsFiles;
import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the host's certificate authorities, as its other programs do. */
final class HostCertificates {
  /** Debian's bundle, then Fedora's; without either the Java runtime's own is used. */
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"));

  private HostCertificates() {}

  /** The host's own authorities. */
  static Optional<Path> bundle() {
    return BUNDLES.stream().filter(Files::isReadable).findFirst();
  }

  /** Trusts the host's authorities and those of the files; shows the files' certificates. */
  static SSLContext context(TlsFiles files) {
    Optional<Path> bundle = bundle();
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      if (bundle.isPresent()) {
        add(store, bundle.get());
      }
      boolean none = store.size() == 0;
      for (Path file : files.authorities()) {
        for (Certificate authority : new PemFile(file).certificates()) {
          store.setCertificateEntry("ca-" + store.size(), authority);
        }
      }
      SSLContext context = SSLContext.getInstance("TLS");
      boolean javas = none && store.size() == 0;
      context.init(
          ClientKeys.managers(files.clients()),
          javas ? null : trust(store).getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new FailedPrecondition(
          "the certificate authorities in "
              + bundle.map(Path::toString).orElse("the Java runtime")
              + " cannot be read",
          "Repair the file, for example by update-ca-certificates.",
          e);
    }
  }

  private static void add(KeyStore store, Path bundle)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(bundle)) {
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + store.size(), authority);
      }
    }
  }

  private static TrustManagerFactory trust(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust;
  }
}
