package io.crij.image.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Authorities and certificates made by openssl, in one directory. */
public final class CertificateMaker {
  private final Path directory;

  public CertificateMaker(Path directory) {
    this.directory = directory;
  }

  /** Makes {@code name.crt} and {@code name.key}. */
  public void authority(String name) throws IOException, InterruptedException {
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout %s.key -out %s.crt -days 2 -subj /CN=%s"
            .formatted(name, name, name));
  }

  /**
   * Makes {@code name.crt} and {@code name.key}, for server and client alike.
   *
   * @param days of validity; negative for one that is over
   * @param key as {@code -newkey} has it, with its options
   */
  public void signed(String name, String authority, String hosts, int days, String... key)
      throws IOException, InterruptedException {
    List<String> request =
        new ArrayList<>(List.of("req", "-nodes", "-keyout", name + ".key", "-out", name + ".csr"));
    request.addAll(List.of("-subj", "/CN=" + name, "-addext", "subjectAltName=" + hosts));
    request.addAll(key.length == 0 ? List.of("-newkey", "rsa:2048") : List.of(key));
    run(request);
    List<String> sign =
        new ArrayList<>(List.of("x509", "-req", "-in", name + ".csr", "-out", name + ".crt"));
    sign.addAll(List.of("-CA", authority + ".crt", "-CAkey", authority + ".key"));
    sign.addAll(List.of("-CAcreateserial", "-copy_extensions", "copy"));
    sign.addAll(List.of("-days", Integer.toString(days)));
    run(sign);
  }

  /** Makes one PKCS #12 file with certificate and key. */
  public void bundle(String name, String password) throws IOException, InterruptedException {
    openssl(
        "pkcs12 -export -in %s.crt -inkey %s.key -out %s.p12 -passout pass:%s"
            .formatted(name, name, name, password));
  }

  public void openssl(String arguments) throws IOException, InterruptedException {
    run(List.of(arguments.split(" ", -1)));
  }

  private void run(List<String> arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("openssl"));
    words.addAll(arguments);
    Path log = directory.resolve("openssl.log");
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(words + ": " + java.nio.file.Files.readString(log));
    }
  }
}
