return await Embedded.Engine.Cli.CommandLine.RunAsync(args).ConfigureAwait(false);
