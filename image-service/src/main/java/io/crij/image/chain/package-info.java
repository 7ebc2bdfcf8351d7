/**
 * What only a chain of layers shows: directories that a layer implies, links as parents, hard links
 * to lower layers. A fix-up layer, made once for each chain, settles them.
 */
package io.crij.image.chain;
