/** What the runtime says about itself. */
package io.crij.e2e.info;
