package io.crij.image.registry;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Which of a host's addresses is tried. The JDK's HTTP client takes the first one only, and that is
 * of version 4 also on a node which has none: there those of version 6 come first.
 */
public final class AddressOrder extends InetAddressResolverProvider {

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new Ordered(configuration.builtinResolver());
  }

  @Override
  public String name() {
    return "crij";
  }

  private record Ordered(InetAddressResolver builtin) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      boolean both =
          (policy.characteristics() & LookupPolicy.IPV4) != 0
              && (policy.characteristics() & LookupPolicy.IPV6) != 0;
      return builtin.lookupByName(
          host, both && !"localhost".equals(host) ? order(hasVersion4()) : policy);
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return builtin.lookupByAddress(address);
    }
  }

  static LookupPolicy order(boolean version4) {
    return LookupPolicy.of(
        LookupPolicy.IPV4
            | LookupPolicy.IPV6
            | (version4 ? LookupPolicy.IPV4_FIRST : LookupPolicy.IPV6_FIRST));
  }

  /** Whether this node has an address of version 4 with which it can reach others. */
  private static boolean hasVersion4() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(
              address ->
                  address instanceof Inet4Address
                      && !address.isLoopbackAddress()
                      && !address.isLinkLocalAddress());
    } catch (SocketException e) {
      return true;
    }
  }
}
