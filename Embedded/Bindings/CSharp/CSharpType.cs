namespace Embedded.Bindings.CSharp;

/// <summary>A type as the listings write it (<c>Pulumi.Input&lt;System.String&gt;</c>), and as it stands in C#.</summary>
internal sealed record CSharpType(string Name, CSharpType[] Arguments)
{
    public static CSharpType Parse(string text)
    {
        var open = text.IndexOf('<', StringComparison.Ordinal);
        if (open < 0) return new(text, []);
        var arguments = new List<CSharpType>();
        var (depth, start) = (0, open + 1);
        for (var index = open + 1; index < text.Length; index++)
        {
            if (depth == 0 && text[index] is ',' or '>' && depth == 0)
            {
                arguments.Add(Parse(text[start..index].Trim()));
                start = index + 1;
            }

            depth += text[index] switch { '<' => 1, '>' => -1, _ => 0 };
        }

        return new(text[..open], [.. arguments]);
    }

    public bool IsList => Name is "Pulumi.InputList";
    public bool IsMap => Name is "Pulumi.InputMap";

    /// <summary>Whether null must be written out for this type: value types say so themselves, arrays are never null.</summary>
    public bool IsReference =>
        Name is not ("System.Int32" or "System.Boolean" or "System.Double" or "System.Nullable" or "System.Collections.Immutable.ImmutableArray");

    /// <summary>The generated class that the type leads to, or null.</summary>
    public string? Class => Arguments.Select(argument => argument.Class).FirstOrDefault(name => name is not null)
        ?? (Name.Contains(".Inputs.", StringComparison.Ordinal) || Name.Contains(".Outputs.", StringComparison.Ordinal) ? Name : null);

    public override string ToString() => Name switch
    {
        "System.String" => "string",
        "System.Int32" => "int",
        "System.Boolean" => "bool",
        "System.Double" => "double",
        "System.Object" => "object",
        "System.Nullable" => Arguments[0] + "?",
        _ when Arguments.Length > 0 => $"{Simple}<{string.Join(", ", Arguments.Select(argument => argument.ToString()))}>",
        _ => Simple,
    };

    /// <summary>Nested types keep their last namespace (<c>Inputs.X</c>), by which all their neighbours find them.</summary>
    private string Simple
    {
        get
        {
            foreach (var folder in new[] { ".Inputs.", ".Outputs." })
            {
                var at = Name.IndexOf(folder, StringComparison.Ordinal);
                if (at >= 0) return Name[(at + 1)..];
            }

            return Name[(Name.LastIndexOf('.') + 1)..];
        }
    }
}
