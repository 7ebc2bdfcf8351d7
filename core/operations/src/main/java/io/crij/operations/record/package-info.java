/** Records of state on disk: JSON files, replaced atomically, never lost silently. */
package io.crij.operations.record;
