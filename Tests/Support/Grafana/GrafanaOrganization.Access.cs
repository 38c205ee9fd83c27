using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Infra.Tests.Support.Grafana;

/// <summary>Service accounts and their tokens.</summary>
internal sealed partial class GrafanaOrganization
{
    public SortedDictionary<string, JsonObject> ServiceAccounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Tokens by their number, without their key; the account's number is in <c>account</c>.</summary>
    public SortedDictionary<string, (string Account, JsonObject Token, string Key)> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether such a token was given out here and is still good.</summary>
    public bool Knows(string key)
    {
        lock (_lock)
            return Tokens.Values.Any(token => token.Key == key);
    }

    private GrafanaAnswer? Access(GrafanaRequest request) => request.Operation switch
    {
        "POST /serviceaccounts" => AddAccount(request),
        "GET /serviceaccounts/search" => SearchAccounts(request),
        "GET /serviceaccounts/{serviceAccountId}" => Shown(ServiceAccounts, request.Key, "service account not found"),
        "PATCH /serviceaccounts/{serviceAccountId}" => Changed(ServiceAccounts, request.Key, account =>
        {
            foreach (var name in new[] { "name", "role", "isDisabled" })
                if (request.Body[name] is { } value)
                    account[name] = value.DeepClone();
        }),
        "DELETE /serviceaccounts/{serviceAccountId}" => RemoveAccount(request),
        "GET /serviceaccounts/{serviceAccountId}/tokens" => !ServiceAccounts.ContainsKey(request.Key)
            ? GrafanaAnswer.Error(HttpStatusCode.NotFound, "service account not found")
            : GrafanaAnswer.Ok(new JsonArray([.. Tokens.Values.Where(token => token.Account == request.Key).Select(token => token.Token.DeepClone())])),
        "POST /serviceaccounts/{serviceAccountId}/tokens" => AddToken(request),
        "DELETE /serviceaccounts/{serviceAccountId}/tokens/{tokenId}" => Tokens.Remove(request.Parameters[1])
            ? GrafanaAnswer.Done("Service account token deleted")
            : GrafanaAnswer.Error(HttpStatusCode.NotFound, "service account token not found"),
        _ => null,
    };

    private GrafanaAnswer AddAccount(GrafanaRequest request)
    {
        if (ServiceAccounts.Values.Any(account => account["name"]!.GetValue<string>() == request.Text("name")))
            return GrafanaAnswer.Error(HttpStatusCode.BadRequest, "service account already exists");
        var number = NextId();
        var account = (JsonObject)request.Body.DeepClone();
        account["id"] = number;
        account["orgId"] = int.Parse(id, CultureInfo.InvariantCulture);
        account["login"] = $"sa-{id}-{request.Text("name")}";
        ServiceAccounts[number.ToString(CultureInfo.InvariantCulture)] = account;
        return GrafanaAnswer.Ok(account, HttpStatusCode.Created);
    }

    private GrafanaAnswer SearchAccounts(GrafanaRequest request)
    {
        var found = ServiceAccounts.Values
            .Where(account => account["name"]!.GetValue<string>().Contains(request.Query("query") ?? "", StringComparison.OrdinalIgnoreCase)).ToList();
        return GrafanaAnswer.Ok(new JsonObject
        {
            ["totalCount"] = found.Count,
            ["page"] = 1,
            ["perPage"] = 1000,
            ["serviceAccounts"] = new JsonArray([.. found.Select(account => account.DeepClone())]),
        });
    }

    private GrafanaAnswer RemoveAccount(GrafanaRequest request)
    {
        foreach (var number in Tokens.Where(pair => pair.Value.Account == request.Key).Select(pair => pair.Key).ToList())
            Tokens.Remove(number);
        return ServiceAccounts.Remove(request.Key)
            ? GrafanaAnswer.Done("Service account deleted")
            : GrafanaAnswer.Error(HttpStatusCode.NotFound, "service account not found");
    }

    private GrafanaAnswer AddToken(GrafanaRequest request)
    {
        if (!ServiceAccounts.ContainsKey(request.Key))
            return GrafanaAnswer.Error(HttpStatusCode.NotFound, "service account not found");
        if (Tokens.Values.Any(token => token.Token["name"]!.GetValue<string>() == request.Text("name")))
            return GrafanaAnswer.Error(HttpStatusCode.BadRequest, "service account token with given name already exists in the organization");
        var number = NextId();
        var token = new JsonObject { ["id"] = number, ["name"] = request.Text("name"), ["hasExpired"] = false, ["isRevoked"] = false };
        if (request.Body["secondsToLive"]?.GetValue<long>() is > 0)
            token["expiration"] = "2099-01-01T00:00:00Z";
        var key = $"glsa_{Guid.NewGuid():N}";
        Tokens[number.ToString(CultureInfo.InvariantCulture)] = (request.Key, token, key);
        return GrafanaAnswer.Ok(new JsonObject { ["id"] = number, ["name"] = request.Text("name"), ["key"] = key });
    }
}
