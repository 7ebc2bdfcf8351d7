/** Ids of pods and containers. */
package io.crij.operations.id;
