package io.crij.linux.usage;

/**
 * What a group and those below it have read from and written to one block device.
 *
 * @param device its number, "8:0"
 */
public record DeviceIo(String device, long readBytes, long writeBytes, long reads, long writes) {}
