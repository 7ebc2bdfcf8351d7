/** Nothing of the daemon reaches its monitors and containers. */
package io.crij.e2e.isolation;
