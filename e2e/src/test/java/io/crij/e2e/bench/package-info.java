/** Measurements; never part of a test's verdict. */
package io.crij.e2e.bench;
