/** OCI runtimes as programs: which there are, what they can do, and how they are called. */
package io.crij.oci.runtime;
