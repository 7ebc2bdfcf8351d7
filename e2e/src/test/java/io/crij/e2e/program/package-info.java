/** The program itself: the runnable image, and how it refuses to start. */
package io.crij.e2e.program;
