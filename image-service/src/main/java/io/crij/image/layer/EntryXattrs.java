package io.crij.image.layer;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import java.util.Map;

/**
 * Which extended attributes of an entry are taken over: those that a container could have set or
 * needs. The rest belongs to the host (labels, ACLs) or would steer overlayfs.
 */
final class EntryXattrs {
  private static final String CAPABILITY = "security.capability";

  private long ignored;

  /** fsetxattr(2) of the object at hand. */
  interface Setter {
    void set(String name, byte[] value) throws KernelException;
  }

  void apply(Map<String, byte[]> xattrs, Setter setter) throws KernelException {
    for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
      if (!taken(xattr.getKey())) {
        ignored++;
        continue;
      }
      try {
        setter.set(xattr.getKey(), xattr.getValue());
      } catch (KernelException failure) {
        // Not every file system or type of file has user attributes; capabilities are needed.
        if (xattr.getKey().equals(CAPABILITY) || !failure.is(Errno.EOPNOTSUPP, Errno.EPERM)) {
          throw failure;
        }
        ignored++;
      }
    }
  }

  /** How many were left out. */
  long ignored() {
    return ignored;
  }

  private static boolean taken(String name) {
    boolean safe = name.indexOf('\0') < 0;
    return safe
        && (name.equals(CAPABILITY)
            || (name.startsWith("user.") && !name.startsWith("user.overlay.")));
  }
}
