/** The one epoll thread, and what is watched by it. */
package io.crij.linux.event;
