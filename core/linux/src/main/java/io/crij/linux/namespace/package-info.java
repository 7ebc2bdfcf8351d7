/**
 * Namespaces that outlive their makers: each is pinned by a bind mount. A thread that enters a
 * namespace is made for that and ends afterwards.
 */
package io.crij.linux.namespace;
