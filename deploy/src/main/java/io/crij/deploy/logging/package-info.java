/** The log: one line for each record on standard error. */
package io.crij.deploy.logging;
