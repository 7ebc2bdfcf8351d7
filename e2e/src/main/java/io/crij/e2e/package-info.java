/** Nothing but tests and benchmarks, in the test sources. */
package io.crij.e2e;
