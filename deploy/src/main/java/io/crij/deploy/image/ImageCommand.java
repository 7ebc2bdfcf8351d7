package io.crij.deploy.image;

import picocli.CommandLine.Command;

/** {@code crij image}: the verbs for images. */
@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    description = "Look at the images of a running daemon, and change them.",
    subcommands = {
      PullCommand.class,
      ListCommand.class,
      InspectCommand.class,
      RemoveCommand.class,
      PruneCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      RouteCommand.class,
      TreeCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class ImageCommand {}
