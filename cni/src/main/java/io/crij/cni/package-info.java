/**
 * CNI networks: configuration files, execution of the plugins and the record of every attachment,
 * so that what an ADD made can be given back after a restart and after the configuration changed.
 */
package io.crij.cni;
