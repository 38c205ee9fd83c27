namespace Embedded.Bindings.CSharp;

/// <summary>
/// Writes a function of a package: the class that calls it, its arguments in both forms, and its result. The reduced
/// schema has no functions, so all is taken from the listing.
/// </summary>
internal static class FunctionWriter
{
    /// <param name="optional">Result fields that can be missing; all others are always there.</param>
    public static IEnumerable<(string FullName, string Text)> Write(Package package, ApiListing listing, string function, IReadOnlySet<string> optional)
    {
        var name = $"{package.Assembly}.{function}";
        yield return (name, Calls(package, function));
        foreach (var suffix in new[] { "Args", "InvokeArgs" })
        {
            var api = listing[name + suffix];
            yield return (api.FullName, ArgsWriter.Write(api, Properties(api, required: member => member.Required), $"Arguments of {function}.", "InvokeArgs"));
        }

        var results = new Queue<ApiClass>([listing[name + "Result"]]);
        while (results.TryDequeue(out var result))
        {
            var fields = Properties(result, required: member => !optional.Contains($"{result.Name}.{member.Name}"));
            yield return (result.FullName, OutputTypeWriter.Write(result, fields, $"What {function} gives."));
            foreach (var nested in result.Members.Select(member => CSharpType.Parse(member.Type).Class).OfType<string>()) results.Enqueue(listing[nested]);
        }
    }

    private static string Calls(Package package, string function)
    {
        var token = $"{package.Name}:index/{char.ToLowerInvariant(function[0])}{function[1..]}:{char.ToLowerInvariant(function[0])}{function[1..]}";
        return new ClassText(package.Assembly, "System.Threading.Tasks")
            .Line($"/// <summary>Function <c>{token}</c>.</summary>")
            .Open($"public static class {function}")
            .Line($"private const string Token = {Names.Literal(token)};")
            .Line()
            .Summary("Calls the function at once, with arguments that are known.")
            .Line($"public static Task<{function}Result> InvokeAsync({function}Args args, InvokeOptions? options = null) =>")
            .Line($"    Deployment.Instance.InvokeAsync<{function}Result>(Token, args ?? new {function}Args(), options.WithDefaults());")
            .Line()
            .Summary("Calls the function when its arguments are known.")
            .Line($"public static Output<{function}Result> Invoke({function}InvokeArgs args, InvokeOptions? options = null) =>")
            .Line($"    Deployment.Instance.Invoke<{function}Result>(Token, args ?? new {function}InvokeArgs(), options.WithDefaults());")
            .Line()
            .Summary("Calls the function when its arguments and all that it depends on are known.")
            .Line($"public static Output<{function}Result> Invoke({function}InvokeArgs args, InvokeOutputOptions options) =>")
            .Line($"    Deployment.Instance.Invoke<{function}Result>(Token, args ?? new {function}InvokeArgs(), options.WithDefaults());")
            .Close()
            .ToString();
    }

    private static Property[] Properties(ApiClass api, Func<ApiMember, bool> required) =>
    [
        .. api.Members.Where(member => member.Name != "Empty").Select(member =>
            new Property(member.WireName.Length > 0 ? member.WireName : char.ToLowerInvariant(member.Name[0]) + member.Name[1..], ShapeOf(CSharpType.Parse(member.Type)))
            {
                Required = required(member),
            }),
    ];

    private static Shape ShapeOf(CSharpType type) => type.Name switch
    {
        "System.String" => new(ShapeKind.String),
        "System.Int32" => new(ShapeKind.Integer),
        "System.Boolean" => new(ShapeKind.Boolean),
        "System.Nullable" or "Pulumi.Input" => ShapeOf(type.Arguments[0]),
        "System.Collections.Immutable.ImmutableArray" => new(ShapeKind.List) { Element = ShapeOf(type.Arguments[0]) },
        "System.Collections.Immutable.ImmutableDictionary" => new(ShapeKind.Map) { Element = ShapeOf(type.Arguments[1]) },
        _ => new(ShapeKind.Object),
    };
}
