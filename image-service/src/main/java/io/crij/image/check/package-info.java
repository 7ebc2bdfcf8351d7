/** Checks the stores of a node against their records, and repairs what registries still have. */
package io.crij.image.check;
