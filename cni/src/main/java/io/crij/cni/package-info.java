/** Network configuration loading, execution of CNI plugins, the cache of their results. */
package io.crij.cni;
