package io.crij.sandbox;

/** The text of a resolv.conf(5). */
final class ResolvConf {
  private ResolvConf() {}

  /** Empty when nothing is configured, as kubelets say that the node's shall be used. */
  static String text(DnsConfig dns) {
    StringBuilder text = new StringBuilder();
    if (!dns.searches().isEmpty()) {
      text.append("search ").append(String.join(" ", dns.searches())).append('\n');
    }
    dns.servers().forEach(server -> text.append("nameserver ").append(server).append('\n'));
    if (!dns.options().isEmpty()) {
      text.append("options ").append(String.join(" ", dns.options())).append('\n');
    }
    return text.toString();
  }
}
