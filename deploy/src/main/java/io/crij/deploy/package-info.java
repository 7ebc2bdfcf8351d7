/**
 * The program: main, the command line, TOML configuration, wiring by constructors, and the runnable
 * image that the build leaves in target/crij.
 */
package io.crij.deploy;
