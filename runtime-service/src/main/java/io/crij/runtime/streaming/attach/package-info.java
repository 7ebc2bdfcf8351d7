/** Attach: the standard streams of a container, through its monitor. */
package io.crij.runtime.streaming.attach;
