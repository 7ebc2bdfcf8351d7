/**
 * Images in files: oci-archive and docker-archive both ways, appc images in. Archives are read in
 * place; nothing of one is ever unpacked but its layers, by the one unpacker.
 */
package io.crij.image.archive;
