/**
 * The configuration: a table of keys, the files and flags that set them, and validated records.
 * Nothing outside this package sees a key; nothing inside it touches what a key is about.
 */
package io.crij.deploy.config;
