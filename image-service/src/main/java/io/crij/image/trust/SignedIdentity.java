package io.crij.image.trust;

import io.crij.image.reference.ImageReference;

/** Which name a signature must state for an image (containers-policy.json(5), signedIdentity). */
sealed interface SignedIdentity {
  /** Whether a signature over {@code signed} counts for the image that was asked for. */
  boolean accepts(ImageReference wanted, SignedName signed);

  /** {@code matchExact}: the same name with the same tag or digest. */
  record Exact() implements SignedIdentity {
    @Override
    public boolean accepts(ImageReference wanted, SignedName signed) {
      return !signed.nameOnly() && signed.whole().equals(identity(wanted));
    }
  }

  /** {@code matchRepoDigestOrExact}, the default: exact, or the repository for a digest. */
  record RepoDigestOrExact() implements SignedIdentity {
    @Override
    public boolean accepts(ImageReference wanted, SignedName signed) {
      // That the digest is right is checked of every signature.
      return wanted.digest().isPresent()
          ? !signed.nameOnly() && signed.name().equals(wanted.name())
          : new Exact().accepts(wanted, signed);
    }
  }

  /** {@code matchRepository}: the repository, whatever the tag. cosign signs only that. */
  record Repository() implements SignedIdentity {
    @Override
    public boolean accepts(ImageReference wanted, SignedName signed) {
      return signed.name().equals(wanted.name());
    }
  }

  /** {@code exactReference}: this name, whatever was asked for. */
  record FixedReference(SignedName expected) implements SignedIdentity {
    @Override
    public boolean accepts(ImageReference wanted, SignedName signed) {
      return !signed.nameOnly() && signed.whole().equals(expected.whole());
    }
  }

  /** {@code exactRepository}: this repository, whatever was asked for. */
  record FixedRepository(SignedName expected) implements SignedIdentity {
    @Override
    public boolean accepts(ImageReference wanted, SignedName signed) {
      return signed.name().equals(expected.name());
    }
  }

  /** {@code remapIdentity}: for mirrors whose signatures state the name of the original. */
  record Remap(String prefix, String signedPrefix) implements SignedIdentity {
    @Override
    public boolean accepts(ImageReference wanted, SignedName signed) {
      return new RepoDigestOrExact().accepts(remapped(wanted), signed);
    }

    private ImageReference remapped(ImageReference wanted) {
      String name = wanted.name();
      if (!name.equals(prefix) && !name.startsWith(prefix + "/")) {
        return wanted;
      }
      String other = signedPrefix + name.substring(prefix.length());
      int slash = other.indexOf('/');
      return slash < 0 ? wanted : wanted.at(other.substring(0, slash), other.substring(slash + 1));
    }
  }

  private static String identity(ImageReference wanted) {
    return wanted.name() + (wanted.digest().isPresent() ? "@" : ":") + wanted.selector();
  }
}
