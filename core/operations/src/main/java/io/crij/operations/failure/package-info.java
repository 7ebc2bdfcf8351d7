/** The closed error set: every error of CRI-J that leaves a module is one of these. */
package io.crij.operations.failure;
