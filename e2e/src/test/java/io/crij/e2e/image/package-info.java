/** Images: what a pull brings, what is said about it, how it goes. */
package io.crij.e2e.image;
