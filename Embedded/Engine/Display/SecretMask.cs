using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Embedded.Engine.Planning;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Embedded.Engine.Display;

/// <summary>
/// Knows the secret values that an update has shown so far and takes them out of texts in which they occur: a message
/// of a container or a daemon knows nothing of secrets.
/// </summary>
internal sealed class SecretMask
{
    public const string Replacement = "[secret]";

    // Anything shorter occurs in innocent words too, and is no secret worth the name.
    private const int ShortestSecret = 4;
    private const int ShortestSecretLine = 16;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private string[]? _longestFirst;

    public void LearnConfig(ImmutableSortedDictionary<string, string> config, ImmutableHashSet<string> secretKeys)
    {
        foreach (var key in secretKeys)
        {
            if (!config.TryGetValue(key, out var text))
                continue;
            Add(text);
            if (text.AsSpan().TrimStart() is ['{' or '[', ..])
                LearnJson(text);
        }
    }

    public void Learn(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case SecretsWanted wanted:
                Learn(wanted.Inputs);
                break;
            case StepStarted started:
                Learn(started.Step);
                break;
            case StepSucceeded succeeded:
                Learn(succeeded.Step);
                break;
            case StepFailed failed:
                Learn(failed.Step);
                break;
            case StackOutputs outputs:
                Learn(outputs.Old);
                Learn(outputs.New);
                break;
        }
    }

    /// <summary>The outputs with the marks that the resource declares: a plan's may not carry them yet.</summary>
    public static PropertyMap Outputs(ResourceState state) =>
        state.AdditionalSecretOutputs.Aggregate(state.Outputs, (outputs, name) =>
            outputs.Get(name) is { } value ? outputs.Set(name, PropertyValue.Secret(value)) : outputs);

    /// <summary>The text without any secret that is known.</summary>
    public string Apply(string text)
    {
        if (_known.Count == 0 || text.Length < ShortestSecret)
            return text;
        _longestFirst ??= [.. _known.OrderByDescending(secret => secret.Length).ThenBy(secret => secret, StringComparer.Ordinal)];
        foreach (var secret in _longestFirst)
        {
            if (secret.Length <= text.Length && text.Contains(secret, StringComparison.Ordinal))
                text = text.Replace(secret, Replacement, StringComparison.Ordinal);
        }
        return text;
    }

    private void Learn(Step step)
    {
        Learn(step.Old);
        Learn(step.New);
    }

    private void Learn(ResourceState? state)
    {
        if (state is null)
            return;
        Learn(state.Inputs);
        foreach (var (name, value) in Outputs(state))
        {
            // One secret in a list makes the whole output secret; what the inputs have in the open is none for that.
            if (value is SecretValue { Value: ListValue or MapValue } polluted && state.Inputs.Get(name) is { } given)
                Learn(polluted.Value, secret: true, OpenTexts(given, []));
            else
                Learn(value, secret: false);
        }
    }

    private static HashSet<string> OpenTexts(PropertyValue value, HashSet<string> texts)
    {
        switch (value)
        {
            case StringValue text:
                texts.Add(text.Value);
                break;
            case ListValue list:
                foreach (var item in list.Items)
                    OpenTexts(item, texts);
                break;
            case MapValue map:
                foreach (var (_, item) in map.Properties)
                    OpenTexts(item, texts);
                break;
        }
        return texts;
    }

    private void Learn(PropertyMap properties)
    {
        foreach (var (_, value) in properties)
            Learn(value, secret: false);
    }

    private void Learn(PropertyValue value, bool secret, HashSet<string>? open = null)
    {
        switch (value)
        {
            case SecretValue inner:
                Learn(inner.Value, secret: true, open);
                break;
            case StringValue text when secret:
                if (open is null || !open.Contains(text.Value))
                    Add(text.Value);
                break;
            case NumberValue number when secret:
                Add(number.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case ListValue list:
                foreach (var item in list.Items)
                    Learn(item, secret, open);
                break;
            case MapValue map:
                foreach (var (_, item) in map.Properties)
                    Learn(item, secret, open);
                break;
        }
    }

    private void LearnJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            LearnJson(document.RootElement);
        }
        catch (JsonException)
        {
            // It only looked like JSON; the text as a whole is known already.
        }
    }

    private void LearnJson(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    LearnJson(property.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    LearnJson(item);
                break;
            case JsonValueKind.String:
                Add(element.GetString()!);
                break;
        }
    }

    private void Add(string secret)
    {
        if (secret.Trim().Length < ShortestSecret || !_known.Add(secret))
            return;
        _longestFirst = null;

        // The forms in which a message quotes a value: inside JSON, inside a URL, and a key file line by line.
        _known.Add(JsonEncodedText.Encode(secret).ToString());
        _known.Add(Uri.EscapeDataString(secret));
        var trimmed = secret.Trim();
        _known.Add(trimmed);
        if (!trimmed.Contains('\n', StringComparison.Ordinal))
            return;
        foreach (var line in trimmed.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.Length >= ShortestSecretLine && !line.Contains(' ', StringComparison.Ordinal))
                _known.Add(line);
        }
    }
}
