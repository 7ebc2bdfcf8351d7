package io.crij.image.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which of https and http an insecure registry was last found to speak. */
final class SchemeMemory {
  private static final int MOST = 256;

  private final Map<String, String> schemes =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /** The schemes to try, in order. */
  synchronized List<String> candidates(String host, TransportSecurity security) {
    List<String> possible = security.schemes();
    String known = schemes.get(host);
    return known == null || !possible.contains(known) ? possible : List.of(known);
  }

  synchronized void worked(String host, String scheme) {
    schemes.put(host, scheme);
  }

  synchronized void failed(String host) {
    schemes.remove(host);
  }
}
