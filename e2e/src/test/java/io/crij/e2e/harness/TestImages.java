package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A registry with the images of the tests; each is made when a test first asks for it. */
public final class TestImages implements AutoCloseable {
  /** The registry that images are named after. It cannot be reached: a mirror stands for it. */
  public static final String HOST = "registry.k8s.io";

  private final Map<TestImage, PushedImage> pushed = new EnumMap<>(TestImage.class);
  private final Path directory;
  private final Path root;
  private final LocalRegistry registry;

  /** An image in the registry, by the digests of its manifest or index and of its configuration. */
  public record PushedImage(String reference, String manifestDigest, String configDigest) {
    /** The name with the digest in place of the tag. */
    public String digestReference() {
      return reference.substring(0, reference.lastIndexOf(':')) + "@" + manifestDigest;
    }
  }

  public TestImages() {
    try {
      directory = Files.createTempDirectory("crij-e2e-images");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    root = directory.resolve("busybox");
    HostProgram.run(Scripts.script("deploy/images/busybox-root").toString(), root.toString())
        .output();
    registry = LocalRegistry.start(directory.resolve("registry"));
  }

  /** HOST:PORT of the registry that serves them. */
  public String address() {
    return registry.address();
  }

  /** The root file system that the images have in common. */
  public Path root() {
    return root;
  }

  /** The lines of registries.conf that let the daemon find them under their own names. */
  public String registriesConf() {
    return """
    [[registry]]
    prefix = "%1$s"
    location = "%2$s"
    insecure = true

    [[registry.mirror]]
    location = "%2$s"
    insecure = true
    """
        .formatted(HOST, address());
  }

  /** Makes sure that the registry has it. */
  public synchronized PushedImage get(TestImage image) {
    return pushed.computeIfAbsent(
        image,
        _ ->
            push(
                image.path(),
                image.options(),
                root,
                marker(image.name().toLowerCase(Locale.ROOT))));
  }

  /**
   * Pushes one more image.
   *
   * @param path its name in the registry, with its tag
   */
  public PushedImage push(String path, List<String> options, Path... layers) {
    List<String> command = new ArrayList<>();
    command.add(Scripts.script("deploy/images/push").toString());
    command.addAll(options);
    command.add(address() + "/" + path);
    for (Path layer : layers) {
      command.add(layer.toString());
    }
    String[] digests = HostProgram.run(command.toArray(String[]::new)).output().split(" ", -1);
    return new PushedImage(HOST + "/" + path, digests[0], digests[1]);
  }

  /** A layer with one file, {@code /NAME}, whose text is the name. */
  public Path marker(String name) {
    try {
      Path layer = Files.createDirectories(directory.resolve("marker-" + name));
      Files.writeString(layer.resolve(name), name + "\n");
      return layer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A layer with one file of so many bytes that cannot be compressed. */
  public Path noise(int size) {
    try {
      Path layer = Files.createDirectories(directory.resolve("noise-" + size));
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      Files.write(layer.resolve("noise"), bytes);
      return layer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    registry.close();
    HostProgram.run("rm", "-rf", "--one-file-system", directory.toString()).output();
  }
}
