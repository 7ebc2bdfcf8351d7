/** SPDY/3.1 as the kubelet and crictl speak it: streams over Netty's frames. */
package io.crij.runtime.streaming.spdy;
