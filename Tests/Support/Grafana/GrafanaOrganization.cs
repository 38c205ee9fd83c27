using System.Net;
using System.Text.Json.Nodes;

namespace Infra.Tests.Support.Grafana;

/// <summary>What a double holds of one organisation. Tests change it as somebody would in Grafana's own pages.</summary>
internal sealed partial class GrafanaOrganization(string id)
{
    private readonly Lock _lock = new();
    private int _lastId;

    /// <summary>Data sources by their uid, as Grafana shows them.</summary>
    public SortedDictionary<string, JsonObject> DataSources { get; } = new(StringComparer.Ordinal);

    /// <summary>What was sent to a data source to be kept secret, by its uid; never shown.</summary>
    public SortedDictionary<string, JsonObject> DataSourceSecrets { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, JsonObject> Folders { get; } = new(StringComparer.Ordinal);

    /// <summary>Dashboards by their uid; the folder's uid is in <c>folderUid</c>.</summary>
    public SortedDictionary<string, (JsonObject Dashboard, string FolderUid)> Dashboards { get; } = new(StringComparer.Ordinal);

    public JsonObject Preferences { get; private set; } = [];

    public GrafanaAnswer Answer(GrafanaRequest request)
    {
        lock (_lock)
            return Stores(request) ?? Access(request) ?? Alerting(request)
                ?? GrafanaAnswer.Error(HttpStatusCode.NotImplemented, $"The double does not have {request.Operation}.");
    }

    private int NextId() => ++_lastId;

    private GrafanaAnswer? Stores(GrafanaRequest request) => request.Operation switch
    {
        "GET /datasources" => GrafanaAnswer.Ok(new JsonArray([.. DataSources.Values.Select(found => found.DeepClone())])),
        "POST /datasources" => AddDataSource(request),
        "GET /datasources/uid/{uid}" => Shown(DataSources, request.Key, "Data source not found"),
        "GET /datasources/name/{name}" => Shown(DataSources, DataSources.FirstOrDefault(pair => pair.Value["name"]!.GetValue<string>() == request.Key).Key, "Data source not found"),
        "PUT /datasources/uid/{uid}" => ChangeDataSource(request),
        "DELETE /datasources/uid/{uid}" => RemoveDataSource(request),
        "POST /folders" => AddFolder(request),
        "GET /folders/{folder_uid}" => Shown(Folders, request.Key, "folder not found"),
        "PUT /folders/{folder_uid}" => Changed(Folders, request.Key, folder => folder["title"] = request.Text("title")),
        "POST /folders/{folder_uid}/move" => Changed(Folders, request.Key, folder => folder["parentUid"] = request.Text("parentUid")),
        "DELETE /folders/{folder_uid}" => RemoveFolder(request),
        "GET /search" => Search(request),
        "POST /dashboards/db" => SaveDashboard(request),
        "GET /dashboards/uid/{uid}" => ShowDashboard(request),
        "DELETE /dashboards/uid/{uid}" => Dashboards.Remove(request.Key)
            ? GrafanaAnswer.Done("Dashboard deleted")
            : GrafanaAnswer.Error(HttpStatusCode.NotFound, "Dashboard not found"),
        "GET /org/preferences" => GrafanaAnswer.Ok(Preferences),
        "PUT /org/preferences" => SetPreferences(request),
        _ => null,
    };

    private GrafanaAnswer AddDataSource(GrafanaRequest request)
    {
        var uid = request.Text("uid") is { Length: > 0 } given ? given : $"ds{NextId()}";
        if (DataSources.ContainsKey(uid))
            return GrafanaAnswer.Error(HttpStatusCode.Conflict, "data source with the same uid already exists");
        if (DataSources.Values.Any(other => other["name"]!.GetValue<string>() == request.Text("name")))
            return GrafanaAnswer.Error(HttpStatusCode.Conflict, "data source with the same name already exists");
        var number = NextId();
        StoreDataSource(uid, number, request);
        return GrafanaAnswer.Ok(new JsonObject
        {
            ["datasource"] = DataSources[uid].DeepClone(),
            ["id"] = number,
            ["message"] = "Datasource added",
            ["name"] = request.Text("name"),
        });
    }

    private GrafanaAnswer ChangeDataSource(GrafanaRequest request)
    {
        if (!DataSources.TryGetValue(request.Key, out var old))
            return GrafanaAnswer.Error(HttpStatusCode.NotFound, "Data source not found");
        if (old["readOnly"]!.GetValue<bool>())
            return GrafanaAnswer.Error(HttpStatusCode.Forbidden, "Cannot update read-only data source");
        StoreDataSource(request.Key, old["id"]!.GetValue<int>(), request);
        return GrafanaAnswer.Done("Datasource updated");
    }

    private void StoreDataSource(string uid, int number, GrafanaRequest request)
    {
        if (request.Body["isDefault"]?.GetValue<bool>() == true)
            foreach (var other in DataSources.Values)
                other["isDefault"] = false;
        var stored = (JsonObject)request.Body.DeepClone();
        var secrets = stored["secureJsonData"] as JsonObject ?? [];
        stored.Remove("secureJsonData");
        stored["id"] = number;
        stored["uid"] = uid;
        stored["orgId"] = int.Parse(id);
        stored["readOnly"] = false;
        stored["secureJsonFields"] = new JsonObject(secrets.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(true))));
        DataSources[uid] = stored;
        DataSourceSecrets[uid] = (JsonObject)secrets.DeepClone();
    }

    private GrafanaAnswer RemoveDataSource(GrafanaRequest request)
    {
        DataSourceSecrets.Remove(request.Key);
        return DataSources.Remove(request.Key)
            ? GrafanaAnswer.Done("Data source deleted")
            : GrafanaAnswer.Error(HttpStatusCode.NotFound, "Data source not found");
    }

    private GrafanaAnswer AddFolder(GrafanaRequest request)
    {
        if (request.Text("title") is not { Length: > 0 } title)
            return GrafanaAnswer.Error(HttpStatusCode.BadRequest, "folder title cannot be empty");
        var uid = request.Text("uid") is { Length: > 0 } given ? given : $"f{NextId()}";
        if (Folders.ContainsKey(uid))
            return GrafanaAnswer.Error(HttpStatusCode.Conflict, "a folder with the same uid already exists");
        var parent = request.Text("parentUid") ?? "";
        if (parent.Length > 0 && !Folders.ContainsKey(parent))
            return GrafanaAnswer.Error(HttpStatusCode.NotFound, "folder not found");
        Folders[uid] = new JsonObject
        {
            ["id"] = NextId(),
            ["uid"] = uid,
            ["title"] = title,
            ["parentUid"] = parent,
            ["url"] = $"/dashboards/f/{uid}/{title.ToLowerInvariant()}",
            ["version"] = 1,
        };
        return GrafanaAnswer.Ok(Folders[uid]);
    }

    private GrafanaAnswer RemoveFolder(GrafanaRequest request)
    {
        if (RuleGroups.Keys.Any(key => key.Folder == request.Key) && request.Query("forceDeleteRules") != "true")
            return GrafanaAnswer.Error(HttpStatusCode.BadRequest, "folder cannot be deleted: folder is not empty");
        if (!Folders.Remove(request.Key))
            return GrafanaAnswer.Error(HttpStatusCode.NotFound, "folder not found");
        foreach (var uid in Dashboards.Where(pair => pair.Value.FolderUid == request.Key).Select(pair => pair.Key).ToList())
            Dashboards.Remove(uid);
        foreach (var key in RuleGroups.Keys.Where(key => key.Folder == request.Key).ToList())
            RuleGroups.Remove(key);
        return GrafanaAnswer.Done("Folder deleted");
    }

    private GrafanaAnswer Search(GrafanaRequest request)
    {
        var folder = request.Query("folderUIDs");
        return GrafanaAnswer.Ok(new JsonArray([.. Dashboards
            .Where(pair => folder is null || pair.Value.FolderUid == folder)
            .Select(pair => new JsonObject { ["uid"] = pair.Key, ["title"] = pair.Value.Dashboard["title"]!.DeepClone(), ["type"] = "dash-db" })]));
    }

    private GrafanaAnswer SaveDashboard(GrafanaRequest request)
    {
        var dashboard = (JsonObject)request.Body["dashboard"]!.DeepClone();
        if (dashboard["title"]?.GetValue<string>() is not { Length: > 0 })
            return GrafanaAnswer.Error(HttpStatusCode.BadRequest, "Dashboard title cannot be empty");
        var folder = request.Text("folderUid") ?? "";
        if (folder.Length > 0 && !Folders.ContainsKey(folder))
            return GrafanaAnswer.Error(HttpStatusCode.BadRequest, "folder not found");
        var uid = dashboard["uid"]?.GetValue<string>() is { Length: > 0 } given ? given : $"d{NextId()}";
        var version = 1;
        if (Dashboards.TryGetValue(uid, out var old))
        {
            if (request.Body["overwrite"]?.GetValue<bool>() != true)
                return GrafanaAnswer.Error(HttpStatusCode.PreconditionFailed, "The dashboard has been changed by someone else");
            version = old.Dashboard["version"]!.GetValue<int>() + 1;
        }
        dashboard["id"] = old.Dashboard?["id"]?.DeepClone() ?? NextId();
        dashboard["uid"] = uid;
        dashboard["version"] = version;
        var number = 0;
        foreach (var panel in (dashboard["panels"] as JsonArray ?? []).OfType<JsonObject>())
            panel["id"] = ++number;
        Dashboards[uid] = (dashboard, folder);
        return GrafanaAnswer.Ok(new JsonObject
        {
            ["id"] = dashboard["id"]!.DeepClone(),
            ["uid"] = uid,
            ["status"] = "success",
            ["version"] = version,
            ["url"] = $"/d/{uid}/of",
            ["folderUid"] = folder,
        });
    }

    private GrafanaAnswer ShowDashboard(GrafanaRequest request) => Dashboards.TryGetValue(request.Key, out var found)
        ? GrafanaAnswer.Ok(new JsonObject
        {
            ["dashboard"] = found.Dashboard.DeepClone(),
            ["meta"] = new JsonObject { ["url"] = $"/d/{request.Key}/of", ["folderUid"] = found.FolderUid },
        })
        : GrafanaAnswer.Error(HttpStatusCode.NotFound, "Dashboard not found");

    private GrafanaAnswer SetPreferences(GrafanaRequest request)
    {
        if (request.Text("homeDashboardUID") is { Length: > 0 } home && !Dashboards.ContainsKey(home))
            return GrafanaAnswer.Error(HttpStatusCode.NotFound, "Dashboard not found");
        Preferences = (JsonObject)request.Body.DeepClone();
        return GrafanaAnswer.Done("Preferences updated");
    }

    private static GrafanaAnswer Shown(SortedDictionary<string, JsonObject> items, string? key, string missing) =>
        key is not null && items.TryGetValue(key, out var found) ? GrafanaAnswer.Ok(found) : GrafanaAnswer.Error(HttpStatusCode.NotFound, missing);

    private static GrafanaAnswer Changed(SortedDictionary<string, JsonObject> items, string key, Action<JsonObject> change)
    {
        if (!items.TryGetValue(key, out var found))
            return GrafanaAnswer.Error(HttpStatusCode.NotFound, "not found");
        change(found);
        return GrafanaAnswer.Ok(found);
    }
}
