/** CRI's GetContainerEvents: what happens to pods and containers, told to any number of clients. */
package io.crij.runtime.events;
