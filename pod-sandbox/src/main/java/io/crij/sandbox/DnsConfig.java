package io.crij.sandbox;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lines of the pod's resolv.conf(5) (CRI {@code DNSConfig}).
 *
 * @param servers addresses of name servers
 * @param searches domains of the search list
 * @param options words of the options line: "ndots:5"
 */
public record DnsConfig(List<String> servers, List<String> searches, List<String> options) {
  private static final int MOST = 64;
  private static final Pattern SERVER = Pattern.compile("[0-9A-Za-z.:%_-]{1,255}");
  private static final Pattern DOMAIN = Pattern.compile("[0-9A-Za-z._-]{1,255}");
  private static final Pattern OPTION = Pattern.compile("[0-9A-Za-z.:_-]{1,255}");

  public DnsConfig {
    servers = checked("DNS server", servers, SERVER);
    searches = checked("DNS search domain", searches, DOMAIN);
    options = checked("DNS option", options, OPTION);
  }

  private static List<String> checked(String what, List<String> values, Pattern form) {
    if (values.size() > MOST) {
      throw new InvalidArgument(
          "the pod sandbox has " + values.size() + " entries of the kind " + what,
          "Give " + MOST + " at most.");
    }
    for (String value : values) {
      if (!form.matcher(value).matches()) {
        throw new InvalidArgument(
            "the " + what + " " + PlainText.quoted(value) + " cannot be written to resolv.conf",
            "Give one word that matches " + form.pattern() + ".");
      }
    }
    return List.copyOf(values);
  }
}
