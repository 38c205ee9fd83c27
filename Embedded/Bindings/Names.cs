namespace Embedded.Bindings;

internal static class Names
{
    /// <summary>The same name with a capital first letter.</summary>
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>A C# string literal.</summary>
    public static string Literal(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    /// <summary>The class of a token, for instance <c>Container</c> of <c>docker:index/container:Container</c>.</summary>
    public static string ClassOf(string token) => token[(token.LastIndexOf(':') + 1)..];

    /// <summary>The module of a token, for instance <c>oss</c> of <c>grafana:oss/folder:Folder</c>; empty for <c>index</c>.</summary>
    public static string ModuleOf(string token)
    {
        var module = token.Split(':')[1].Split('/')[0];
        return module == "index" ? "" : module;
    }
}
