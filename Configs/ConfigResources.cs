using System.Reflection;

namespace Infra.Configs;

/// <summary>Texts in another language than this one, which are files of their own so that their own tools can check them.</summary>
internal static class ConfigResources
{
    /// <param name="name">The file's path below <c>Configs/</c>, with dots for slashes.</param>
    public static string Text(string name)
    {
        var resource = $"{nameof(Infra)}.{nameof(Configs)}.{name}";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new ArgumentException($"There is no resource {resource}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
