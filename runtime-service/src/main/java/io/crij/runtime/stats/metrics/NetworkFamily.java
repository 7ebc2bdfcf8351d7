package io.crij.runtime.stats.metrics;

import io.crij.linux.usage.InterfaceCounters;
import io.crij.linux.usage.InterfaceCounters.Direction;
import java.util.List;

/** Traffic of a pod's interfaces; containers have none of their own. */
record NetworkFamily() implements MetricFamily {
  private static final OneWay RECEIVED = OneWay.of("receive", "received");
  private static final OneWay SENT = OneWay.of("transmit", "sent");

  private record OneWay(Described bytes, Described packets, Described errors, Described dropped) {
    static OneWay of(String direction, String done) {
      String prefix = "network_" + direction + "_";
      return new OneWay(
          counter(prefix + "bytes_total", "Bytes " + done + "."),
          counter(prefix + "packets_total", "Packets " + done + "."),
          counter(prefix + "errors_total", "Packets not " + done + " because of an error."),
          counter(
              prefix + "packets_dropped_total", "Packets dropped that were to be " + done + "."));
    }

    private static Described counter(String name, String help) {
      return Described.counter(name, help, "interface");
    }

    List<Described> all() {
      return List.of(bytes, packets, errors, dropped);
    }

    void sample(Direction counters, String name, Samples samples) {
      samples.add(bytes, counters.bytes(), name);
      samples.add(packets, counters.packets(), name);
      samples.add(errors, counters.errors(), name);
      samples.add(dropped, counters.dropped(), name);
    }
  }

  @Override
  public List<Described> described() {
    return List.of(RECEIVED, SENT).stream().flatMap(way -> way.all().stream()).toList();
  }

  @Override
  public void sample(Subject subject, Samples samples) {
    if (subject.network().isPresent()) {
      for (InterfaceCounters each : subject.network().get().interfaces()) {
        RECEIVED.sample(each.received(), each.name(), samples);
        SENT.sample(each.sent(), each.name(), samples);
      }
    }
  }
}
