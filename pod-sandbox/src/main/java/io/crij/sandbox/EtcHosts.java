package io.crij.sandbox;

import java.util.List;

/** The text of a hosts(5) file for a pod with a network of its own. */
final class EtcHosts {
  private static final String LOCAL =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::0\tip6-localnet
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private EtcHosts() {}

  static String text(String hostname, List<String> ips) {
    StringBuilder text = new StringBuilder(LOCAL);
    ips.forEach(ip -> text.append(ip).append('\t').append(hostname).append('\n'));
    return text.toString();
  }
}
