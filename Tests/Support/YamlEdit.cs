using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Support;

/// <summary>Rendered YAML with a change: what a test needs otherwise, and nothing else.</summary>
internal static class YamlEdit
{
    public static string Changed(string yaml, Action<YamlMappingNode> change)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        change((YamlMappingNode)stream.Documents[0].RootNode);
        using var writer = new StringWriter();
        stream.Save(writer, assignAnchors: false);
        return writer.ToString();
    }
}
