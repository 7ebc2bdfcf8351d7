/** What an operator asks of the node's images beside CRI: one class per RPC of ImageOperator. */
package io.crij.image.operator;
