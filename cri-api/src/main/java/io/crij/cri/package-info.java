/** What belongs to the CRI messages themselves and to no service: their text for logs. */
package io.crij.cri;
