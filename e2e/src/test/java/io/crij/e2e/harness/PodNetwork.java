package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A network that no other runtime on this host uses: a bridge, a subnet and a folder of addresses
 * of its own. Closing it takes away what the plugins leave to whoever chose the network.
 *
 * @param addresses where host-local keeps its reservations, in a folder named as the network
 */
public record PodNetwork(String name, String bridge, String subnet, Path addresses)
    implements AutoCloseable {
  private static final int FIRST = 100;
  private static final int LAST = 250;
  private static final List<String> PORT_CHAINS =
      List.of("CNI-HOSTPORT-DNAT", "CNI-HOSTPORT-MASQ", "CNI-HOSTPORT-SETMARK");
  private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
  private static final Pattern JUMP =
      Pattern.compile("-A (PREROUTING|OUTPUT|POSTROUTING) .*-j CNI-HOSTPORT-(DNAT|MASQ)");

  /** Takes a bridge name and a subnet that are free. */
  public static PodNetwork free(Path directory) {
    String routes = HostProgram.run("ip", "route", "show", "table", "all").output();
    String links = HostProgram.run("ip", "-o", "link", "show").output();
    for (int number = FIRST; number <= LAST; number++) {
      String bridge = "crije2e" + number;
      String subnet = "10.86." + number;
      if (!links.contains(bridge) && !routes.contains(subnet + ".")) {
        return new PodNetwork(bridge + "-net", bridge, subnet, directory.resolve("addresses"));
      }
    }
    throw new IllegalStateException("no free bridge name and subnet for a test network");
  }

  /** The folder of configuration that the daemon is given. */
  public void writeTo(Path configDirectory) throws IOException {
    Files.createDirectories(configDirectory);
    Files.writeString(configDirectory.resolve("10-e2e.conflist"), configuration());
  }

  public String configuration() {
    return """
    {
      "cniVersion": "1.0.0",
      "name": "%s",
      "plugins": [
        {
          "type": "bridge", "bridge": "%s", "isGateway": true, "ipMasq": true,
          "ipam": {
            "type": "host-local", "dataDir": "%s",
            "ranges": [[{"subnet": "%s.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]
          }
        },
        {"type": "portmap", "capabilities": {"portMappings": true}}
      ]
    }
    """
        .formatted(name, bridge, addresses, subnet);
  }

  /** The addresses that host-local has given away. */
  public List<String> reservations() {
    try (Stream<Path> files = Files.list(addresses.resolve(name))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> ADDRESS.matcher(file).matches())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String gateway() {
    return subnet + ".1";
  }

  /** Where the host's own plugins are. */
  public static Path plugins() {
    return List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin")).stream()
        .filter(directory -> Files.isExecutable(directory.resolve("bridge")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no CNI plugins on this host"));
  }

  @Override
  public void close() {
    HostProgram.run("ip", "link", "delete", bridge);
    removePortChains();
  }

  /** The portmap plugin keeps three chains for ever; without a rule in them nobody needs them. */
  private static void removePortChains() {
    String nat = HostProgram.run("iptables-save", "-t", "nat").stdout();
    if (nat.lines().anyMatch(line -> line.startsWith("-A CNI-HOSTPORT-DNAT "))) {
      return;
    }
    nat.lines()
        .filter(line -> JUMP.matcher(line).find())
        .forEach(
            rule ->
                HostProgram.run("sh", "-c", "iptables -w -t nat " + rule.replaceFirst("-A", "-D")));
    for (String chain : PORT_CHAINS) {
      HostProgram.run("iptables", "-w", "-t", "nat", "-F", chain);
      HostProgram.run("iptables", "-w", "-t", "nat", "-X", chain);
    }
  }
}
