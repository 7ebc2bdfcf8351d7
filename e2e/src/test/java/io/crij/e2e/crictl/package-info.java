/** The command line that people use. */
package io.crij.e2e.crictl;
