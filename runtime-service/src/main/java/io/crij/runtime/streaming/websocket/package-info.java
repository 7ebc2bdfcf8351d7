/** The second road of clients: channels of a WebSocket, and SPDY tunnelled through one. */
package io.crij.runtime.streaming.websocket;
