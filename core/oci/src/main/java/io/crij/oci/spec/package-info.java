/**
 * The configuration of a container (OCI runtime specification, config.json), as far as we use it.
 */
package io.crij.oci.spec;
