namespace Infra.Configs.Lakehouse;

/// <summary>Which services cannot work without which others.</summary>
internal sealed class DependencyGraph
{
    private readonly SortedDictionary<string, IReadOnlyList<string>> _dependencies;

    /// <param name="dependencies">Each service with those that it needs itself.</param>
    /// <exception cref="ArgumentException">A service is needed that is none, or two need each other.</exception>
    public DependencyGraph(IReadOnlyDictionary<string, IReadOnlyList<string>> dependencies)
    {
        _dependencies = new(dependencies.ToDictionary(), StringComparer.Ordinal);
        foreach (var (service, needed) in _dependencies)
        {
            if (needed.FirstOrDefault(name => !_dependencies.ContainsKey(name)) is { } unknown)
                throw new ArgumentException($"{service} depends on {unknown}, which is no service.", nameof(dependencies));
        }

        if (_dependencies.Keys.FirstOrDefault(service => Needed(service).Contains(service)) is { } circular)
            throw new ArgumentException($"{circular} depends on itself.", nameof(dependencies));
    }

    /// <summary>A lakehouse of Phlo's: tables lie in MinIO, Nessie's catalog and Dagster's runs in Postgres.</summary>
    public static DependencyGraph Phlo { get; } = new(new Dictionary<string, IReadOnlyList<string>>
    {
        [LakehouseServices.Minio] = [],
        [LakehouseServices.Postgres] = [],
        [LakehouseServices.Nessie] = [LakehouseServices.Postgres, LakehouseServices.Minio],
        [LakehouseServices.Trino] = [LakehouseServices.Nessie, LakehouseServices.Minio],
        [LakehouseServices.Dagster] = [LakehouseServices.Postgres, LakehouseServices.Trino],
    });

    /// <summary>All services, in the order of their names.</summary>
    public IReadOnlyCollection<string> Services => _dependencies.Keys;

    /// <summary>Everything that cannot work without a service, over however many others, in the order of the names.</summary>
    public IReadOnlyList<string> DependentsOf(string service) => [.. _dependencies.Keys.Where(name => Needed(name).Contains(service))];

    private HashSet<string> Needed(string service)
    {
        var needed = new HashSet<string>();
        var open = new Stack<string>(_dependencies[service]);
        while (open.TryPop(out var next))
        {
            if (needed.Add(next))
            {
                foreach (var further in _dependencies[next])
                    open.Push(further);
            }
        }

        return needed;
    }
}
