using System.Collections;

namespace Infra.Configs.Yaml;

/// <summary>Lists that a <see cref="YamlMap"/> would leave out.</summary>
internal static class YamlList
{
    /// <summary>A list that is written although nothing is in it, for a key whose default is another.</summary>
    public static IEnumerable Empty { get; } = new EmptyList();

    private sealed class EmptyList : IEnumerable
    {
        public IEnumerator GetEnumerator() => Array.Empty<object>().GetEnumerator();
    }
}
