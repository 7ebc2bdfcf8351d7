/** A client of the OCI distribution protocol over the JDK's HTTP client. */
package io.crij.image.registry;
