/**
 * The metrics that CRI describes once and carries samples of, by the names that cAdvisor gave them.
 * One class for each family.
 */
package io.crij.runtime.stats.metrics;
