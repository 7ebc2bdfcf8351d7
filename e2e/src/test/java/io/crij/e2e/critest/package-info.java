/** The conformance suite of the CRI against the packaged daemon: started, counted, told about. */
package io.crij.e2e.critest;
