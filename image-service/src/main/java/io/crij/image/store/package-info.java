/** The layers and images on the node, their records, and what keeps them. */
package io.crij.image.store;
