package io.crij.sandbox;

/** What the sandboxes are made with. */
public record SandboxParts() {}
