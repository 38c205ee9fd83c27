namespace Embedded.Bindings.CSharp;

/// <summary>Writes the C# bindings of a package: the classes named, and all that they lead to, one a file.</summary>
internal sealed class BindingWriter
{
    private readonly Package _package;
    private readonly PackageSchema _schema;
    private readonly ApiListing _listing;
    private readonly SortedDictionary<string, GeneratedFile> _files = new(StringComparer.Ordinal);

    private BindingWriter(Package package, PackageSchema schema, ApiListing listing)
    {
        _package = package;
        _schema = schema;
        _listing = listing;
    }

    public static IEnumerable<GeneratedFile> Write(Package package, PackageSchema schema, ApiListing listing)
    {
        var writer = new BindingWriter(package, schema, listing);
        writer.Add(package.Assembly + ".Utilities", UtilitiesWriter.Write(package));
        writer.Provider();
        foreach (var token in package.Resources) writer.Resource(schema.ResourceOf(token));
        foreach (var function in package.Functions)
        {
            foreach (var (name, text) in FunctionWriter.Write(package, listing, function, package.OptionalResults)) writer.Add(name, text);
        }

        return writer._files.Values;
    }

    private void Provider()
    {
        var provider = _schema.Provider;
        var name = _package.Assembly + ".Provider";
        Add(name, ResourceWriter.WriteProvider(_listing[name], _package, provider));
        Add(name + "Args", ArgsWriter.Write(_listing[name + "Args"], provider.Inputs, $"Settings of the provider of the package {_package.Name}.", ofProvider: true));
        Nested(_listing[name + "Args"], provider.Inputs);
    }

    private void Resource(Resource resource)
    {
        var module = Names.ModuleOf(resource.Token);
        var name = string.Join(".", new[] { _package.Assembly, module.Length == 0 ? "" : Names.Pascal(module), Names.ClassOf(resource.Token) }.Where(part => part.Length > 0));
        // The schema can be newer than the official assembly: what that lacks, the engine alone knows.
        if (!_listing.Has(name)) return;
        Add(name, ResourceWriter.Write(_listing[name], _package, resource));
        Nested(_listing[name], resource.Outputs);
        Add(name + "Args", ArgsWriter.Write(_listing[name + "Args"], resource.Inputs, $"Arguments of {Names.ClassOf(resource.Token)}."));
        Nested(_listing[name + "Args"], resource.Inputs);
        // A property that is an input too is in a state what it is as an input.
        Property[] state = [.. resource.Inputs, .. resource.Outputs.Where(output => resource.Inputs.All(input => input.Name != output.Name))];
        Add(name + "State", ArgsWriter.Write(_listing[name + "State"], state, $"What is known of a {Names.ClassOf(resource.Token)} that is looked up.", ofState: true));
        Nested(_listing[name + "State"], state);
    }

    /// <summary>Adds the classes that the members lead to.</summary>
    private void Nested(ApiClass owner, Property[] properties)
    {
        foreach (var member in owner.Members.Where(member => member.Name != "Empty"))
        {
            if (CSharpType.Parse(member.Type).Class is not { } name || _files.ContainsKey(name)) continue;
            var shape = ArgsWriter.Find(owner, member, properties).Shape;
            while (shape.Element is not null) shape = shape.Element;
            var api = _listing[name];
            Add(name, name.Contains(".Outputs.", StringComparison.Ordinal)
                ? OutputTypeWriter.Write(api, shape.Properties, $"Part of what a resource gives: {Names.ClassOf(shape.TypeToken!)}.")
                : ArgsWriter.Write(api, shape.Properties, $"Part of a resource's inputs: {Names.ClassOf(shape.TypeToken!)}."));
            Nested(api, shape.Properties);
        }
    }

    private void Add(string fullName, string text)
    {
        var path = $"Sdk/{_package.Assembly}/{fullName[(_package.Assembly.Length + 1)..].Replace('.', '/')}.g.cs";
        _files.Add(fullName, new(path, text));
    }
}
