package io.crij.runtime.streaming.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * @param port 0 for any that is free
 * @param idleTimeout for sessions without traffic other than pings
 */
public record ServerSettings(
    InetAddress address, int port, Optional<ServerTls> tls, Duration idleTimeout) {}
