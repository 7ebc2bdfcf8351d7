/** GetContainerEvents and the lists that are streamed. */
package io.crij.e2e.events;
