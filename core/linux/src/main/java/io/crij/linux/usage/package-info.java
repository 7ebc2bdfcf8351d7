/**
 * What groups of processes use: processor, memory, disks, network, files. Read from the kernel's
 * own counters, v1 and v2 alike; nothing here walks a file system or runs a program.
 */
package io.crij.linux.usage;
