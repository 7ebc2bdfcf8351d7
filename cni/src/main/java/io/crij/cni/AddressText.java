package io.crij.cni;

import java.net.Inet4Address;
import java.net.InetAddress;

/** IP addresses as text, never names: nothing here asks a resolver. */
final class AddressText {
  private AddressText() {}

  static boolean isLiteral(String text) {
    // A scope ("%eth0") would look at our own links, and has no meaning to a plugin.
    if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
      return false;
    }
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  /** Whether two host addresses, where empty means all, can receive the same packet. */
  static boolean overlap(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return true;
    }
    InetAddress a = InetAddress.ofLiteral(one);
    InetAddress b = InetAddress.ofLiteral(other);
    if (a instanceof Inet4Address != b instanceof Inet4Address) {
      return false;
    }
    return a.isAnyLocalAddress() || b.isAnyLocalAddress() || a.equals(b);
  }
}
