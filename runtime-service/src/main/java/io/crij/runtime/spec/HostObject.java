package io.crij.runtime.spec;

import io.crij.linux.files.FileStatus;
import java.nio.file.Path;

/**
 * Something on the host that a request names.
 *
 * @param path without links
 */
record HostObject(Path path, FileStatus status) {}
