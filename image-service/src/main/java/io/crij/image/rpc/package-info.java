/** CRI's ImageService: one class per RPC, and the one mapping of failures to gRPC codes. */
package io.crij.image.rpc;
