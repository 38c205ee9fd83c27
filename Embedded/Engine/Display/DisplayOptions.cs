using System.Collections.Immutable;
using Embedded.Engine.Planning;

namespace Embedded.Engine.Display;

/// <summary>How an update is shown. Secrets are never shown by a display; <c>output --show-secrets</c> is another command's.</summary>
internal sealed record DisplayOptions
{
    /// <summary>What is shown; decides between the two forms of <see cref="Json"/>.</summary>
    public required UpdateKind Kind { get; init; }

    /// <summary>Redraw a tree in place; only where the output is a terminal.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether colours may be written.</summary>
    public bool Color { get; init; }

    /// <summary>Show each step property by property.</summary>
    public bool Diff { get; init; }

    /// <summary>
    /// A document for programs: a preview gives one object (Pulumi's preview digest), everything else one engine event
    /// per line while it runs.
    /// </summary>
    public bool Json { get; init; }

    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>Columns of the terminal; null to ask it.</summary>
    public int? Width { get; init; }

    /// <summary>Lines of the terminal; null to ask it.</summary>
    public int? Height { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The stack's configuration with full keys, for the JSON forms and to know which values are secret.</summary>
    public ImmutableSortedDictionary<string, string> Config { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableHashSet<string> SecretConfigKeys { get; init; } = [];

    /// <summary>What fits the process's own output: a tree in colours on a terminal, plain lines elsewhere.</summary>
    public static DisplayOptions ForConsole(UpdateKind kind, bool nonInteractive = false)
    {
        var terminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new DisplayOptions
        {
            Kind = kind,
            Interactive = terminal && !nonInteractive,
            Color = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }
}
