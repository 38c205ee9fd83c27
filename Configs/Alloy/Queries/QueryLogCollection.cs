using Infra.Configs.Tls;

namespace Infra.Configs.Alloy.Queries;

/// <summary>How the queries are taken that Trino posts when they have ended.</summary>
internal sealed record QueryLogCollection
{
    /// <summary>The longest SQL text that is kept, in bytes; 0 keeps none.</summary>
    public required int SqlLength { get; init; }

    /// <summary>Whether texts and numbers in the SQL are kept; else each becomes a question mark.</summary>
    public required bool Literals { get; init; }

    /// <summary>How the listener is secured; null for a plain one.</summary>
    public QueryLogAccess? Access { get; init; }
}

/// <summary>Who may post queries.</summary>
/// <param name="ClientFile">
/// The certificate that who posts has to show. It is its own authority: whoever holds it can post queries, and reach no other service.
/// </param>
internal sealed record QueryLogAccess(ServerTls Tls, string ClientFile);
