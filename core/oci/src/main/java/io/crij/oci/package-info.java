/** The OCI runtime specification model, the drivers of crun and runc, conmon and its protocol. */
package io.crij.oci;
