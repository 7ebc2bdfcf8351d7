/** RuntimeService: one class per RPC family, containers, streaming, statistics, events. */
package io.crij.runtime;
