using System.Collections.Concurrent;
using Pulumi;

namespace Infra.Components.Containers;

/// <summary>
/// The users that a stack's containers run as: one for each service. To Linux, two containers of one user are one: each reads the
/// other's files and secrets through <c>/proc</c> where it sees that, and both share one limit of processes.
/// </summary>
/// <param name="mayBeRoot">The services that may run as root.</param>
internal sealed class ContainerUsers(IReadOnlySet<string> mayBeRoot)
{
    private const string Root = "0";

    private readonly ConcurrentDictionary<string, string> _services = new(StringComparer.Ordinal);

    /// <summary>Ends the deployment where a service runs as another one's user, or as root without leave.</summary>
    /// <param name="user">As <c>uid:gid</c>.</param>
    public void Claim(string service, string user)
    {
        var number = user.Split(':')[0];
        if (number == Root)
        {
            // Who may be root has all of the machine by what it is for: there is nothing left to keep one from the other.
            if (mayBeRoot.Contains(service))
                return;
            throw new RunException($"{service} runs as root, which no service of this stack may. Give it a user of its own (docs/security.md lists those that are taken).");
        }

        var other = _services.GetOrAdd(number, service);
        if (other != service)
        {
            throw new RunException(
                $"{service} runs as user {number}, as {other} does: whoever breaks into one has the secrets of both. Give it a user of its own (docs/security.md lists those that are taken).");
        }
    }
}
