/**
 * Which images may be used: containers-policy.json(5), by name and by sigstore signatures. What a
 * policy asks and CRI-J cannot verify is refused, never accepted.
 */
package io.crij.image.trust;
