namespace Infra.Configs.Json;

/// <summary>A value that is null, and is written: for the few places where that means something else than nothing.</summary>
internal sealed class JsonNull
{
    public static JsonNull Value { get; } = new();

    private JsonNull()
    {
    }
}
