package io.crij.cni;

import java.util.Locale;

/** Transport protocol of a port mapping. */
public enum Protocol {
  TCP,
  UDP,
  SCTP;

  /** The name that the {@code portMappings} capability uses. */
  String cniName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
