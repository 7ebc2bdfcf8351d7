/** Containers: their records and states, the steps that make them, exits, recovery, ExecSync. */
package io.crij.runtime.container;
