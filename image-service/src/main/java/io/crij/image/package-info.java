/** ImageService: registry client, trust policy, layer store, root file systems of containers. */
package io.crij.image;
