/** conmon, the process that stays with each container: its protocol, and how exits are noticed. */
package io.crij.oci.monitor;
