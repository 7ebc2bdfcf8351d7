package io.crij.image.registry;

import io.crij.image.registries.ClientCertificate;
import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Certificates that we show a registry which asks for one. */
final class ClientKeys {
  // The store is in memory only.
  private static final char[] NO_PASSWORD = {};

  private ClientKeys() {}

  static KeyManager[] managers(List<ClientCertificate> clients) {
    if (clients.isEmpty()) {
      return new KeyManager[0];
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      for (ClientCertificate client : clients) {
        X509Certificate[] chain =
            new PemFile(client.certificate()).certificates().toArray(X509Certificate[]::new);
        store.setKeyEntry(
            "client-" + store.size(), new PemFile(client.key()).key(), NO_PASSWORD, chain);
      }
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new FailedPrecondition(
          "the client certificate " + clients.getFirst().certificate() + " cannot be used",
          "Check that certificate and key belong together.",
          e);
    }
  }
}
