namespace Embedded.Bindings.CSharp;

/// <summary>Writes what the classes of one assembly share.</summary>
internal static class UtilitiesWriter
{
    public static string Write(Package package)
    {
        var text = new ClassText(package.Assembly, "System", "System.Globalization", "System.Linq")
            .Summary("What the classes of this assembly share.")
            .Open("internal static class Utilities")
            .Summary("Version of the provider plugin that the classes were made for.")
            .Line($"public const string Version = {Names.Literal(package.Version)};")
            .Line()
            .Summary("The first of the environment variables that is set.")
            .Line("public static string? GetEnv(params string[] names) =>")
            .Line("    names.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is not null);")
            .Line()
            .Summary("The first of the environment variables that is set, where it says yes or no in one of the usual forms.")
            .Line("public static bool? GetEnvBoolean(params string[] names) => GetEnv(names) switch")
            .Open()
            .Line("\"1\" or \"t\" or \"T\" or \"true\" or \"TRUE\" or \"True\" => true,")
            .Line("\"0\" or \"f\" or \"F\" or \"false\" or \"FALSE\" or \"False\" => false,")
            .Line("_ => null,")
            .Close(";")
            .Line()
            .Summary("The first of the environment variables that is set, where it is a whole number.")
            .Line("public static int? GetEnvInt32(params string[] names) =>")
            .Line("    int.TryParse(GetEnv(names), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;")
            .Line()
            .Summary("The value as a secret. A missing one is a secret too: that it is missing tells something.")
            .Line("public static Output<T> Secret<T>(Input<T>? value) =>")
            .Line("    value is null ? Output.CreateSecret<T>(default(T)!) : Output.CreateSecret(value.ToOutput());");
        if (package.Functions.Length > 0) AppendDefaults(text);
        return text
            .Close()
            .Line()
            .Summary("Names the type token of a resource class.")
            .Line("[AttributeUsage(AttributeTargets.Class)]")
            .Line($"internal sealed class {package.PascalName}ResourceTypeAttribute(string type) : ResourceTypeAttribute(type, Utilities.Version);")
            .ToString();
    }

    private static void AppendDefaults(ClassText text) => text
        .Line()
        .Summary("A copy of the options, with the version of this package where they name none.")
        .Line("public static InvokeOptions WithDefaults(this InvokeOptions? options) => new()")
        .Open()
        .Line("Parent = options?.Parent,")
        .Line("Provider = options?.Provider,")
        .Line("Version = options?.Version ?? Version,")
        .Line("PluginDownloadURL = options?.PluginDownloadURL,")
        .Close(";")
        .Line()
        .Summary("A copy of the options, with the version of this package where they name none.")
        .Line("public static InvokeOutputOptions WithDefaults(this InvokeOutputOptions? options) => new()")
        .Open()
        .Line("Parent = options?.Parent,")
        .Line("Provider = options?.Provider,")
        .Line("Version = options?.Version ?? Version,")
        .Line("PluginDownloadURL = options?.PluginDownloadURL,")
        .Line("DependsOn = options?.DependsOn ?? [],")
        .Close(";");
}
