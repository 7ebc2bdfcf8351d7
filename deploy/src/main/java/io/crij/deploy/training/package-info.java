/** What the build runs once in the finished image, so that a start finds its classes loaded. */
package io.crij.deploy.training;
