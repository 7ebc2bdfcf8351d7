/**
 * CRI's ImageService: one class per RPC. {@code RpcAnswer} and {@code RpcFailures} serve all
 * services.
 */
package io.crij.image.rpc;
