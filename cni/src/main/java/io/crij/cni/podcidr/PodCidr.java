package io.crij.cni.podcidr;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * A range of addresses, {@code 10.1.0.0/16} or {@code fd00:1::/64}.
 *
 * @param text as it came
 */
record PodCidr(String text) {
  private static final int MOST = 2;

  PodCidr {
    int slash = text.indexOf('/');
    if (slash < 0 || text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
      throw wrong(text);
    }
    try {
      byte[] address = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
      String length = text.substring(slash + 1);
      if (!length.matches("[0-9]{1,3}")) {
        throw wrong(text);
      }
      int hostBits = address.length * Byte.SIZE - Integer.parseInt(length);
      if (hostBits < 0 || new BigInteger(1, address).getLowestSetBit() < limit(hostBits, address)) {
        throw wrong(text);
      }
    } catch (IllegalArgumentException noAddress) {
      throw wrong(text);
    }
  }

  /** No bit of the host's part is set; an address of zeros has none at all. */
  private static int limit(int hostBits, byte[] address) {
    return new BigInteger(1, address).signum() == 0 ? -1 : hostBits;
  }

  /**
   * One of each family at most, as CRI has them in one text: separated by commas.
   *
   * @throws InvalidArgument when it is something else
   */
  static List<PodCidr> parse(String text) {
    List<PodCidr> all =
        Arrays.stream(text.split(",", -1)).map(String::strip).map(PodCidr::new).toList();
    if (all.size() > MOST || (all.size() == MOST && all.get(0).isV4() == all.get(1).isV4())) {
      throw wrong(text);
    }
    return all;
  }

  boolean isV4() {
    return InetAddress.ofLiteral(text.substring(0, text.indexOf('/'))) instanceof Inet4Address;
  }

  private static InvalidArgument wrong(String text) {
    return new InvalidArgument(
        "the pod CIDR \"" + PlainText.of(text) + "\" is none",
        "Give a network such as 10.1.0.0/16, or one of each family with a comma between them.");
  }
}
