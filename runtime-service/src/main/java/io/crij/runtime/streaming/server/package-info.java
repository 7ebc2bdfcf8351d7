/** The HTTP side: addresses with tokens, upgrades, TLS. */
package io.crij.runtime.streaming.server;
