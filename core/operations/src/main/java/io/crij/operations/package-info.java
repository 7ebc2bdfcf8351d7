/**
 * Steps and their undo, debts, the registry of running operations, failpoints, record files and the
 * closed error set.
 */
package io.crij.operations;
