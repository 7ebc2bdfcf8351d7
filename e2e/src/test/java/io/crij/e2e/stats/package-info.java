/** What pods and containers are told to use, beside what they do. */
package io.crij.e2e.stats;
