/** The verbs of the command line: what each asks for, and one clear line when it cannot be had. */
package io.crij.deploy.command;
