/**
 * From a container as CRI asks for it to the config.json that an OCI runtime gets, by allow-list:
 * what is not translated here does not get there.
 */
package io.crij.runtime.spec;
