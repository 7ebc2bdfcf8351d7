/** Which images may be pulled: containers-policy.json(5). */
package io.crij.image.trust;
