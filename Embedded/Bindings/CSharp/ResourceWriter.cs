namespace Embedded.Bindings.CSharp;

/// <summary>Writes a resource class, or the provider's.</summary>
internal static class ResourceWriter
{
    public static string Write(ApiClass api, Package package, Resource resource)
    {
        var text = Start(api, package, resource, $"Resource <c>{resource.Token}</c>.");
        var optional = api.Parameters.Split(", ")[1].EndsWith('?') ? "?" : "";
        var missing = optional.Length > 0 ? " = null" : "";
        text.Summary("Creates or updates the resource.");
        text.Line($"public {api.Name}(string name, {api.Name}Args{optional} args{missing}, CustomResourceOptions? options = null)");
        text.Line($"    : base({Names.Literal(resource.Token)}, name, args ?? new {api.Name}Args(), MakeResourceOptions(options, \"\"))").Open().Close().Line();
        text.Line($"private {api.Name}(string name, Input<string> id, {api.Name}State? state = null, CustomResourceOptions? options = null)");
        text.Line($"    : base({Names.Literal(resource.Token)}, name, state, MakeResourceOptions(options, id))").Open().Close().Line();
        text.Summary("Reads a resource that exists, and does not manage it.");
        text.Line($"public static {api.Name} Get(string name, Input<string> id, {api.Name}State? state = null, CustomResourceOptions? options = null) =>");
        text.Line("    new(name, id, state, options);").Line();
        Options(text, api, package, resource);
        return text.Close().ToString();
    }

    public static string WriteProvider(ApiClass api, Package package, Resource provider)
    {
        var text = Start(api, package, provider, $"The provider of the package <c>{package.Name}</c> with settings of its own.");
        text.Summary("Creates the provider.");
        text.Line("public Provider(string name, ProviderArgs? args = null, CustomResourceOptions? options = null)");
        text.Line($"    : base({Names.Literal(package.Name)}, name, args ?? new ProviderArgs(), MakeResourceOptions(options, \"\"))").Open().Close().Line();
        Options(text, api, package, provider);
        return text.Close().ToString();
    }

    private static ClassText Start(ApiClass api, Package package, Resource resource, string summary)
    {
        var properties = api.Members
            .Select(member => (Member: member, Type: CSharpType.Parse(member.Type), Property: ArgsWriter.Find(api, member, resource.Outputs)))
            .ToArray();
        var text = new ClassText(api.Namespace, properties.Any(item => item.Member.Type.Contains("Immutable", StringComparison.Ordinal))
            ? ["System.Collections.Immutable"] : []);
        text.Line($"/// <summary>{summary}</summary>");
        text.Line($"[{package.PascalName}ResourceType({Names.Literal(resource.Token)})]");
        text.Open($"public partial class {api.Name} : {api.Base.Split('.')[^1]}");
        foreach (var (member, type, property) in properties)
        {
            var value = type.Arguments[0];
            var nullable = !property.Required && value.IsReference ? "?" : "";
            text.Summary(Summaries.Output(property)).Line($"[Output({Names.Literal(property.Name)})]");
            text.Line($"public Output<{value}{nullable}> {member.Name} {{ get; private set; }} = null!;").Line();
        }

        return text;
    }

    private static void Options(ClassText text, ApiClass api, Package package, Resource resource)
    {
        text.Open("private static CustomResourceOptions MakeResourceOptions(CustomResourceOptions? options, Input<string>? id)");
        text.Open("var defaultOptions = new CustomResourceOptions").Line("Version = Utilities.Version,");
        if (package.PluginDownloadUrl is not null) text.Line($"PluginDownloadURL = {Names.Literal(package.PluginDownloadUrl)},");
        if (resource.Aliases.Length > 0)
        {
            text.Line($"Aliases = {{ {string.Join(", ", resource.Aliases.Select(alias => $"new Alias {{ Type = {Names.Literal(alias)} }}"))} }},");
        }

        // A provider has no outputs but those that are text: what is none is not named as a secret one either.
        var outputs = api.Members.Select(member => ArgsWriter.Find(api, member, resource.Outputs).Name).ToHashSet(StringComparer.Ordinal);
        var secrets = resource.Outputs.Where(output => output.Secret && outputs.Contains(output.Name)).Select(output => Names.Literal(output.Name)).ToArray();
        if (secrets.Length > 0) text.Line($"AdditionalSecretOutputs = {{ {string.Join(", ", secrets)} }},");
        text.Close(";");
        text.Line("var merged = CustomResourceOptions.Merge(defaultOptions, options);");
        text.Line("merged.Id = id ?? merged.Id;").Line("return merged;").Close();
    }
}
