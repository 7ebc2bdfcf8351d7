/** What this machine and this process can do, and how full its file systems are. */
package io.crij.linux.host;
