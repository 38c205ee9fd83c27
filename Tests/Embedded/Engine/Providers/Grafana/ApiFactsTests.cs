using System.Text.Json.Nodes;
using Infra.Tests.Support;
using Infra.Tests.Support.Grafana;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

public class ApiFactsTests
{
    private const string Variable = "GRAFANA_OPENAPI_CLIENT";

    [Fact]
    public void The_facts_are_those_of_the_published_description()
    {
        var checkout = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(checkout is not null, $"{Variable} does not name a checkout of grafana/grafana-openapi-client-go.");
        var file = Path.Combine(SourceTree.Root, "Tests", "Support", "Grafana", ApiFacts.File);
        var head = string.Concat(File.ReadLines(file).TakeWhile(line => line.StartsWith('#')).Select(line => line + "\n")) + "\n";
        Golden.Matches(head + new ApiFactsReader(checkout!).Derive(), ApiFacts.File, file);
    }

    [Theory]
    [InlineData("""{"title": "a", "uid": "a"}""", "")]
    [InlineData("""{"title": "a", "folderUid": "a"}""", "body.folderUid is no property of CreateFolderCommand")]
    [InlineData("""{"title": 1}""", "body.title is Number, and not a string")]
    [InlineData("""{"title": null}""", "body.title is null, and not a string")]
    [InlineData("[]", "it takes an object as body")]
    public void A_body_is_held_against_the_description(string body, string mistake)
    {
        var (operation, _) = ApiFacts.Published.Find("POST", "/folders")!.Value;
        Assert.Equal(mistake, string.Join("; ", ApiFacts.Published.Mistakes(operation, JsonNode.Parse(body))));
    }

    [Fact]
    public void What_is_nested_is_held_against_it_too()
    {
        var (operation, parameters) = ApiFacts.Published.Find("PUT", "/v1/provisioning/folder/a%2Fb/rule-groups/c")!.Value;
        Assert.Equal(["a/b", "c"], parameters);
        var body = JsonNode.Parse("""{"title": "c", "rules": [{"execErrState": "Maybe", "data": [{"relativeTimeRange": {"from": 1.5}}]}]}""");
        Assert.Equal(
            [
                "body.rules[0].execErrState is Maybe, and not one of OK, Alerting, Error",
                "body.rules[0].data[0].relativeTimeRange.from is Number, and not a integer",
                .. new[] { "condition", "folderUID", "for", "noDataState", "orgID", "ruleGroup", "title" }.Select(name => $"body.rules[0].{name} is required"),
            ],
            ApiFacts.Published.Mistakes(operation, body));
    }

    [Fact]
    public void An_operation_that_grafana_does_not_have_is_none() => Assert.Null(ApiFacts.Published.Find("PUT", "/folders"));
}
