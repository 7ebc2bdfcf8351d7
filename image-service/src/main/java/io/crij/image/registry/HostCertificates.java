package io.crij.image.registry;

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

  static SSLContext context() {
    Optional<Path> bundle = BUNDLES.stream().filter(Files::isReadable).findFirst();
    try {
      return bundle.isPresent() ? trusting(bundle.get()) : SSLContext.getDefault();
    } catch (GeneralSecurityException | IOException e) {
      throw new FailedPrecondition(
          "the certificate authorities in "
              + bundle.map(Path::toString).orElse("the Java runtime")
              + " cannot be read",
          "Repair the file, for example by update-ca-certificates.",
          e);
    }
  }

  private static SSLContext trusting(Path bundle) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(bundle)) {
      int number = 0;
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, authority);
      }
    }
    if (store.size() == 0) {
      return SSLContext.getDefault();
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
