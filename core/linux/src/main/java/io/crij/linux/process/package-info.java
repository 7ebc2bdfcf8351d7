/** Child programs by posix_spawn(3), and processes of others by pidfd. */
package io.crij.linux.process;
