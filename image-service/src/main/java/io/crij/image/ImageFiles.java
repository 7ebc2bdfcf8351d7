package io.crij.image;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of the containers tools that pulls read. One that is named here has to exist (the
 * credentials may come later); without a name the usual one is read if it is there.
 *
 * @param registriesConf registries.conf; usually {@code /etc/containers/registries.conf}
 * @param registriesDropIns folder of its drop-ins; usually the name of registries.conf with {@code
 *     .d}
 * @param signaturePolicy policy.json; usually {@code /etc/containers/policy.json}
 * @param signaturePolicyDir policies of single namespaces, {@code NAMESPACE.json}; usually {@code
 *     /etc/crij/policies}
 * @param credentials auth.json; usually {@code /etc/containers/auth.json}
 */
public record ImageFiles(
    Optional<Path> registriesConf,
    Optional<Path> registriesDropIns,
    Optional<Path> signaturePolicy,
    Optional<Path> signaturePolicyDir,
    Optional<Path> credentials) {

  public static final ImageFiles USUAL =
      new ImageFiles(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
