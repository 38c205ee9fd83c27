using System.Collections.Concurrent;
using System.Globalization;
using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Planning;

/// <summary>What the test provider manages: things that outlive an update, as real ones do.</summary>
internal sealed class Cloud
{
    private int _lastId;

    public ConcurrentDictionary<string, Thing> Things { get; } = new(StringComparer.Ordinal);

    /// <summary>What was done, in order: <c>create a</c>, <c>delete a</c>.</summary>
    public ConcurrentQueue<string> Done { get; } = new();

    /// <summary>Called before each operation (its word and the resource's name); what it throws fails the operation.</summary>
    public Func<string, string, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called after a thing was made or changed, before the engine hears of it.</summary>
    public Func<string, string, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    public bool Unreachable { get; set; }

    /// <summary>Does something for an engine, unless it was killed: what a dead engine was about to do never happens.</summary>
    public async Task<T> DoAsync<T>(Life life, Func<T> act)
    {
        lock (Things)
            if (!life.IsOver)
                return act();
        await Life.NeverAsync();
        throw new InvalidOperationException();
    }

    public void Kill(Life life)
    {
        lock (Things)
            life.IsOver = true;
    }

    public string Add(string type, string name, PropertyMap inputs, string operationId)
    {
        var id = $"id-{Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture)}";
        Things[id] = new Thing(type, name, inputs, operationId);
        return id;
    }

    public IEnumerable<string> Names => Things.Values.Select(thing => thing.Name).Order(StringComparer.Ordinal);
}

/// <summary>An engine's process, which can be killed.</summary>
internal sealed class Life
{
    public bool IsOver { get; set; }

    public static Task NeverAsync() => new TaskCompletionSource().Task;
}

internal sealed record Thing(string Type, string Name, PropertyMap Inputs, string OperationId);
