/** CRI's RuntimeService: one class per RPC family. */
package io.crij.runtime.rpc;
