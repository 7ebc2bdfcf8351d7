package io.crij.cni;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an ADD made (CNI specification, "Success", result versions 0.3.0 to 1.1.0).
 *
 * @param network name of the network
 * @param cniVersion version of the result's shape
 * @param interfaces all links, of the pod and of the host
 * @param ips addresses in the plugin's order
 */
public record CniResult(
    String network, String cniVersion, List<Interface> interfaces, List<Ip> ips) {

  /**
   * A link.
   *
   * @param mac hardware address, when told
   * @param sandbox path of the namespace; empty for a link of the host
   */
  public record Interface(String name, Optional<String> mac, Optional<String> sandbox) {}

  /**
   * An address.
   *
   * @param address without prefix length
   * @param prefixLength bits of the network part
   * @param gateway address of the default gateway, when told
   * @param interfaceIndex position in {@link CniResult#interfaces()}, when told
   */
  public record Ip(
      String address, int prefixLength, Optional<String> gateway, OptionalInt interfaceIndex) {}

  public CniResult {
    interfaces = List.copyOf(interfaces);
    ips = List.copyOf(ips);
  }

  /**
   * Addresses of the pod's interface without prefix length, in order; the first is the primary one.
   * An address whose interface the plugin did not tell counts as the pod's.
   */
  public List<String> podIps(String ifName) {
    return ips.stream()
        .filter(ip -> ip.interfaceIndex().isEmpty() || isPodLink(ip, ifName))
        .map(Ip::address)
        .toList();
  }

  private boolean isPodLink(Ip ip, String ifName) {
    Interface link = interfaces.get(ip.interfaceIndex().getAsInt());
    return link.sandbox().isPresent() && link.name().equals(ifName);
  }
}
