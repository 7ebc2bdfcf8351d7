/** {@code crij check}. */
package io.crij.deploy.check;
