package io.crij.image.registries;

import io.crij.image.reference.ImageReference;
import io.crij.image.reference.ShortName;
import io.crij.operations.failure.FailedPrecondition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The contents of registries.conf and its drop-ins, merged. Immutable.
 *
 * @param search {@code unqualified-search-registries}
 * @param aliases full names by short names
 * @param mode {@code short-name-mode}
 * @param credentialHelpers where credentials are looked for, in order
 */
public record Registries(
    Optional<Said<List<String>>> search,
    List<RegistryRule> rules,
    Map<String, Said<String>> aliases,
    Optional<Said<ShortNameMode>> mode,
    List<String> credentialHelpers) {

  /** Stands in {@code credential-helpers} for auth.json. */
  public static final String AUTH_FILE_HELPER = "containers-auth.json";

  /** No file: every image is at its own registry. */
  public static final Registries NONE =
      new Registries(
          Optional.empty(), List.of(), Map.of(), Optional.empty(), List.of(AUTH_FILE_HELPER));

  public Registries {
    rules = List.copyOf(rules);
    aliases = Map.copyOf(aliases);
    credentialHelpers = List.copyOf(credentialHelpers);
  }

  /** The references that a name as written may stand for, in the order to try. */
  public List<ImageReference> candidates(String written) {
    return meanings(written).stream().map(NameMeaning::reference).toList();
  }

  /** As {@link #candidates}, with the reasons. */
  public List<NameMeaning> meanings(String written) {
    Optional<ShortName> found = ShortName.of(written);
    if (found.isEmpty()) {
      return meaning(written, Optional.empty(), "the name says so");
    }
    ShortName shortName = found.get();
    Optional<Said<String>> alias = alias(shortName);
    if (alias.isPresent()) {
      return List.of(
          new NameMeaning(
              shortName.as(alias.get().value()), Optional.of(alias.get().file()), "alias"));
    }
    if (search.isEmpty() || search.get().value().isEmpty()) {
      return meaning(
          written,
          search.map(Said::file),
          "a name without a registry, and unqualified-search-registries is empty");
    }
    Optional<Path> file = search.map(Said::file);
    return search.get().value().stream()
        .map(place -> new NameMeaning(shortName.at(place), file, "unqualified-search-registries"))
        .toList();
  }

  private static List<NameMeaning> meaning(String written, Optional<Path> source, String why) {
    return List.of(new NameMeaning(ImageReference.parse(written), source, why));
  }

  private Optional<Said<String>> alias(ShortName name) {
    return Optional.ofNullable(aliases.get(name.name())).filter(said -> !said.value().isEmpty());
  }

  /**
   * The meanings of a name that is to be pulled.
   *
   * @param standing the mode that the daemon's own configuration sets, over that of the files
   * @throws FailedPrecondition when it is a short name whose registry would be guessed, and the
   *     mode is enforcing
   */
  public List<NameMeaning> meaningsToPull(String written, Optional<ShortNameMode> standing) {
    List<NameMeaning> meanings = meanings(written);
    boolean enforcing =
        standing.or(() -> mode.map(Said::value)).equals(Optional.of(ShortNameMode.ENFORCING));
    if (meanings.size() > 1 && enforcing) {
      String said =
          standing.isPresent() ? "the configuration of crij" : mode.orElseThrow().file().toString();
      throw new FailedPrecondition(
          "the short name "
              + written
              + " could mean "
              + meanings.stream()
                  .map(meaning -> meaning.reference().toString())
                  .collect(Collectors.joining(" or "))
              + " (unqualified-search-registries in "
              + search.orElseThrow().file()
              + "), and short-name-mode is enforcing (in "
              + said
              + ")",
          "Write the full name in the pod, or add it to [aliases] in registries.conf.");
    }
    return meanings;
  }

  /**
   * The endpoints to try for an image, in order: mirrors first, then its registry.
   *
   * @throws FailedPrecondition when the registry is blocked
   */
  public List<RouteEntry> route(ImageReference reference) {
    Optional<RegistryRule> found =
        rules.stream()
            .filter(rule -> rule.prefix().matched(reference.toString()) >= 0)
            .max(Comparator.comparingInt(rule -> rule.prefix().matched(reference.toString())));
    if (found.isEmpty()) {
      Endpoint own = new Endpoint(reference, false, false, Optional.empty());
      return List.of(new RouteEntry(own, Optional.empty(), "the image's own registry"));
    }
    RegistryRule rule = found.get();
    String prefix = rule.prefix().text();
    if (rule.blocked()) {
      throw new FailedPrecondition(
          "registry " + prefix + " is blocked by " + rule.file(),
          "Use another registry, or remove blocked = true there.");
    }
    Optional<Path> file = Optional.of(rule.file());
    int covered = rule.prefix().matched(reference.toString());
    List<RouteEntry> entries = new ArrayList<>();
    for (Mirror mirror : rule.mirrors()) {
      if (mirror.serves().serves(reference)) {
        ImageReference target = mirror.location().rewrite(reference, covered);
        Endpoint endpoint = new Endpoint(target, mirror.insecure(), true, file);
        entries.add(new RouteEntry(endpoint, file, "mirror of " + prefix));
      }
    }
    ImageReference own =
        rule.location().map(location -> location.rewrite(reference, covered)).orElse(reference);
    entries.add(
        new RouteEntry(
            new Endpoint(own, rule.insecure(), false, file), file, "location of " + prefix));
    return List.copyOf(entries);
  }
}
