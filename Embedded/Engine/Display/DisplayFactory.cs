using Embedded.Engine.Planning;

namespace Embedded.Engine.Display;

/// <summary>Picks the display that the options ask for.</summary>
internal static class DisplayFactory
{
    public static IEventSink Create(DisplayOptions options)
    {
        var secrets = new SecretMask();
        secrets.LearnConfig(options.Config, options.SecretConfigKeys);
        var output = new OutputWriter(options.Output);
        return options switch
        {
            { Json: true, Kind: UpdateKind.Preview } => new PreviewDigestDisplay(options, output, secrets),
            { Json: true } => new JsonEventDisplay(options, output, secrets),
            // Property by property is for reading from top to bottom: a tree that is redrawn would tear it apart.
            { Interactive: true, Diff: false } => new LiveDisplay(options, output, secrets),
            _ => new LineDisplay(options, output, secrets),
        };
    }
}
