package io.crij.image.trust;

import io.crij.image.reference.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The contents of policy.json.
 *
 * @param transports requirement lists by transport and scope; scope "" is a transport's default
 */
record SignaturePolicy(
    Path file,
    List<Requirement> byDefault,
    Map<String, Map<String, List<Requirement>>> transports) {
  private static final String REGISTRIES = "docker";

  SignaturePolicy {
    byDefault = List.copyOf(byDefault);
    transports = Map.copyOf(transports);
  }

  /** What applies to an image of a registry: its most specific scope. */
  ImageRequirements of(ImageReference reference) {
    return of(REGISTRIES, scopesOf(reference), reference);
  }

  /**
   * What applies to an archive.
   *
   * @param transport as containers-transports(5) calls it: {@code oci-archive}
   * @param path of the archive; empty when it has none
   */
  ImageRequirements of(String transport, String path, ImageReference name) {
    List<String> scopes = new ArrayList<>();
    for (String parent = path; parent.length() > 1; ) {
      scopes.add(parent);
      parent = parent.substring(0, Math.max(0, parent.lastIndexOf('/')));
    }
    scopes.add("");
    return of(transport, scopes, name);
  }

  private ImageRequirements of(String transport, List<String> scopes, ImageReference reference) {
    Map<String, List<Requirement>> known = transports.getOrDefault(transport, Map.of());
    for (String scope : scopes) {
      List<Requirement> found = known.get(scope);
      if (found != null) {
        String rule = scope.isEmpty() ? "transport " + transport : "scope " + scope;
        return new ImageRequirements(reference, file + " (" + rule + ")", found);
      }
    }
    return new ImageRequirements(reference, file + " (default)", byDefault);
  }

  /** Scopes as containers-policy.json(5) orders them: identity, repository, parents, wildcards. */
  private static List<String> scopesOf(ImageReference reference) {
    List<String> scopes = new ArrayList<>();
    scopes.add(
        reference.name() + (reference.digest().isPresent() ? "@" : ":") + reference.selector());
    for (String name = reference.name(); ; name = name.substring(0, name.lastIndexOf('/'))) {
      scopes.add(name);
      if (name.indexOf('/') < 0) {
        break;
      }
    }
    String host = reference.registry();
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      scopes.add("*" + host.substring(dot));
    }
    scopes.add("");
    return scopes;
  }
}
