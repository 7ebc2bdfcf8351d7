package io.crij.linux.files;

/**
 * A name in a directory.
 *
 * @param name one component
 * @param type UNKNOWN on the few file systems that do not say it here
 */
public record DirectoryEntry(ConfinedPath name, FileType type) {}
