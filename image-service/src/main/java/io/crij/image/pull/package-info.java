/** Pulling an image: resolve, fetch the layers, commit; one running pull for each request. */
package io.crij.image.pull;
