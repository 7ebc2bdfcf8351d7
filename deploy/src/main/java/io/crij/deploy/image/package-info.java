/** {@code crij image}: what an operator does with the images of a node, through its daemon. */
package io.crij.deploy.image;
