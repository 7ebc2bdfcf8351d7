/** A daemon that ends or is killed, and what is true when it is there again. */
package io.crij.e2e.restart;
