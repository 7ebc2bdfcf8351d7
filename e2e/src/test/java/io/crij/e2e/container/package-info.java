/** Containers: their life, what their processes get and may do, their logs. */
package io.crij.e2e.container;
