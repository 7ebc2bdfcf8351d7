package io.crij.image.operator;

import io.crij.image.archive.ImageExport;
import io.crij.image.archive.ImageImport;
import io.crij.image.archive.Spool;
import io.crij.operations.operation.Operations;

/**
 * Imports and exports.
 *
 * @param operations on threads of their own, since each waits for its client
 */
public record Archives(
    ImageImport imports, ImageExport exports, Spool spool, Operations operations) {}
