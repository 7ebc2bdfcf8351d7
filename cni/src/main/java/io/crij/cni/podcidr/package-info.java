/** The addresses that the cluster gives to the pods of this node, and a network made from them. */
package io.crij.cni.podcidr;
