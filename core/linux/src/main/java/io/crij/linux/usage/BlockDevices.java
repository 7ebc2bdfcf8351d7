package io.crij.linux.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names of block devices by their numbers; a name is looked up once. */
public final class BlockDevices {
  private static final Path DEVICES = Path.of("/sys/dev/block");
  private static final String NAME = "DEVNAME=";

  private final Map<String, String> names = new ConcurrentHashMap<>();

  /** "/dev/sda" for "8:0"; the number itself where the kernel has no name for it. */
  public String name(String number) throws IOException {
    String known = names.get(number);
    if (known != null) {
      return known;
    }
    String name = read(DEVICES.resolve(number).resolve("uevent"), number);
    names.put(number, name);
    return name;
  }

  private static String read(Path event, String number) throws IOException {
    if (!Files.exists(event)) {
      return number;
    }
    return Files.readString(event)
        .lines()
        .filter(line -> line.startsWith(NAME))
        .map(line -> "/dev/" + line.substring(NAME.length()))
        .findFirst()
        .orElse(number);
  }
}
