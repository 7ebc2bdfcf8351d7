/**
 * What goes wrong around the daemon: registries, plugins, disks, monitors, clients. Each time the
 * error says so, nothing is left, and the same call works when the cause is gone.
 */
package io.crij.e2e.fault;
