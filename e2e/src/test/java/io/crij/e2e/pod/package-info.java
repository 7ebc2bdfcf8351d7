/** Pods: their life, their network, their namespaces, their files. */
package io.crij.e2e.pod;
