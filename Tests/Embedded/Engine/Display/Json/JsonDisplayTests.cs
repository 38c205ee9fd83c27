using System.Collections.Immutable;
using Embedded.Engine.Display;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Display.DisplayTest;

namespace Infra.Tests.Embedded.Engine.Display;

public class JsonDisplayTests
{
    private static readonly DisplayOptions Options = new()
    {
        Kind = UpdateKind.Preview,
        Json = true,
        Config = ImmutableSortedDictionary<string, string>.Empty.Add("phlo:password", "swordfish").Add("phlo:retention", "7d"),
        SecretConfigKeys = ["phlo:password"],
    };

    [Fact]
    public async Task A_preview_is_one_digest_without_secrets()
    {
        var before = State("web", Map(("image", Text("a")), ("password", Secret("swordfish"))), "c0ffee");
        var after = State("web", Map(("image", PropertyValue.Unknown), ("password", Secret("swordfish")), ("replicas", PropertyValue.Of(2))));

        var text = await ShowAsync(
            Options,
            Preview,
            new StepStarted(Step(StepOperation.Replace, before, after, ("image", DiffKind.UpdateReplace))),
            new StepSucceeded(Step(StepOperation.Replace, before, after, ("image", DiffKind.UpdateReplace)), Seconds(0)),
            new Diagnostic(Severity.Warning, null, "swordfish is weak"),
            new Diagnostic(Severity.Info, null, "passing", Ephemeral: true),
            Finished(UpdateKind.Preview, (StepOperation.CreateReplacement, 1), (StepOperation.DeleteReplaced, 1), (StepOperation.Replace, 1)));

        Assert.Equal("""
            {
                "config": {
                    "phlo:password": "[secret]",
                    "phlo:retention": "7d"
                },
                "steps": [
                    {
                        "op": "replace",
                        "urn": "urn:pulumi:sandbox::phlo::docker:index/container:Container::web",
                        "oldState": {
                            "urn": "urn:pulumi:sandbox::phlo::docker:index/container:Container::web",
                            "custom": true,
                            "id": "c0ffee",
                            "type": "docker:index/container:Container",
                            "inputs": {
                                "image": "a",
                                "password": "[secret]"
                            },
                            "parent": "urn:pulumi:sandbox::phlo::pulumi:pulumi:Stack::phlo-sandbox"
                        },
                        "newState": {
                            "urn": "urn:pulumi:sandbox::phlo::docker:index/container:Container::web",
                            "custom": true,
                            "type": "docker:index/container:Container",
                            "inputs": {
                                "image": "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
                                "password": "[secret]",
                                "replicas": 2
                            },
                            "parent": "urn:pulumi:sandbox::phlo::pulumi:pulumi:Stack::phlo-sandbox"
                        },
                        "diffReasons": [
                            "image"
                        ],
                        "replaceReasons": [
                            "image"
                        ],
                        "detailedDiff": {
                            "image": {
                                "kind": "update-replace",
                                "inputDiff": true
                            }
                        }
                    }
                ],
                "diagnostics": [
                    {
                        "message": "[secret] is weak",
                        "severity": "warning"
                    }
                ],
                "duration": 1440000000,
                "changeSummary": {
                    "replace": 1
                }
            }

            """, text);
    }

    [Fact]
    public async Task An_update_is_a_stream_of_engine_events()
    {
        var step = Create("web", Map(("envs", List(Text("A=1"), Secret("B=swordfish")))));

        var text = await ShowAsync(
            Options with { Kind = UpdateKind.Up, Time = new StoppedClock() },
            Up,
            new StepStarted(step),
            new StepFailed(step, "B=swordfish refused", Seconds(1)),
            Finished(UpdateKind.Up) with { Succeeded = false });

        const string Metadata = """
            "metadata":{"op":"create","urn":"urn:pulumi:sandbox::phlo::docker:index/container:Container::web","type":"docker:index/container:Container","old":null,"new":{"type":"docker:index/container:Container","urn":"urn:pulumi:sandbox::phlo::docker:index/container:Container::web","custom":true,"id":"","parent":"urn:pulumi:sandbox::phlo::pulumi:pulumi:Stack::phlo-sandbox","inputs":{"envs":["A=1","[secret]"]},"outputs":{},"provider":""},"detailedDiff":null,"provider":""}
            """;
        Assert.Equal("""
            {"sequence":1,"timestamp":1000,"preludeEvent":{"config":{"phlo:password":"[secret]","phlo:retention":"7d"}}}
            {"sequence":2,"timestamp":1000,"resourcePreEvent":{METADATA}}
            {"sequence":3,"timestamp":1000,"diagnosticEvent":{"urn":"urn:pulumi:sandbox::phlo::docker:index/container:Container::web","message":"[secret] refused","color":"never","severity":"error"}}
            {"sequence":4,"timestamp":1000,"resOpFailedEvent":{METADATA,"status":0,"steps":0}}
            {"sequence":5,"timestamp":1000,"summaryEvent":{"maybeCorrupt":false,"durationSeconds":2,"resourceChanges":{},"isPreview":false,"result":"failed"}}

            """.Replace("METADATA", Metadata, StringComparison.Ordinal), text);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1000);
    }
}
