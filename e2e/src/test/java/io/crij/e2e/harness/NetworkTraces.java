package io.crij.e2e.harness;

import java.util.ArrayList;
import java.util.List;

/** What the plugins made for a network: ends of veth pairs at its bridge, rules that name it. */
final class NetworkTraces {
  private NetworkTraces() {}

  static List<String> interfaces(PodNetwork network) {
    return HostProgram.run("ip", "-o", "link", "show", "master", network.bridge())
        .stdout()
        .lines()
        .map(line -> "interface " + line.split(": ", -1)[1])
        .toList();
  }

  /** Rules for the masquerading of pods and for their host ports; both name the network. */
  static List<String> firewall(PodNetwork network) {
    List<String> rules = new ArrayList<>();
    for (String program : List.of("iptables-save", "ip6tables-save")) {
      HostProgram.run(program)
          .stdout()
          .lines()
          .filter(line -> line.startsWith("-A") && line.contains(network.name()))
          .map(line -> program + " " + line)
          .forEach(rules::add);
    }
    return rules;
  }
}
