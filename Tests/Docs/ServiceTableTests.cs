using System.Globalization;
using Infra.Components.Containers;
using Infra.Configs;
using Infra.Stacks;
using Infra.Tests.Support;

namespace Infra.Tests.Docs;

/// <summary>The table of services in the README says what is deployed.</summary>
public sealed class ServiceTableTests
{
    private static readonly Dictionary<string, string[]> Rows = File.ReadLines(Path.Combine(SourceTree.Root, "README.md"))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length == 8 && ServiceNames.All.Contains(cells[1]))
        .ToDictionary(cells => cells[1], cells => cells[2..7]);

    [Fact]
    public void It_has_each_service_but_the_demos()
    {
        Assert.Equal(ServiceNames.All.Except(ServiceNames.Lakehouse).Order(), Rows.Keys.Order());
    }

    [Fact]
    public void It_has_their_images_and_the_ports_on_which_they_are_published()
    {
        foreach (var (service, cells) in Rows)
        {
            var defaults = ServiceDefaults.All.Single(candidate => candidate.Name == service);

            Assert.Equal($"`{ContainerImages.Of(service).Reference()}`", cells[0]);
            Assert.Equal(Text(defaults.Port(StackEnvironment.Dev)), cells[2]);
            Assert.Equal(Text(defaults.Port(StackEnvironment.Prod)), cells[3]);
        }
    }

    private static string Text(int port) => port == 0 ? "" : port.ToString(CultureInfo.InvariantCulture);
}
