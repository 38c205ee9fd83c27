using Embedded.Bindings;

if (args.Length != 3)
{
    Console.Error.WriteLine("usage: dotnet run --project Embedded/Bindings -- SCHEMA_DIR API_DIR OUT   (OUT is the folder Embedded)");
    return 2;
}

var files = Generator.Generate(args[0], args[1]);
Generator.WriteTo(args[2], files);
Console.WriteLine($"{files.Count} files written to {args[2]}");
return 0;
