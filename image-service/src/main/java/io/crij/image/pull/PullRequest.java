package io.crij.image.pull;

import io.crij.image.registry.PullCredentials;

/**
 * What somebody asks for.
 *
 * @param image its name as written
 * @param namespace of the pod that it is for, whose signature policy applies; empty for none
 */
public record PullRequest(String image, PullCredentials credentials, String namespace) {}
