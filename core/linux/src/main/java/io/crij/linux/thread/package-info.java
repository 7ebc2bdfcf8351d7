/** Threads with names, and pools that refuse work instead of growing. */
package io.crij.linux.thread;
