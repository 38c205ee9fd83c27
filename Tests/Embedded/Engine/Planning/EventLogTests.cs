using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.State;

namespace Infra.Tests.Embedded.Engine.Planning;

public class EventLogTests
{
    [Fact]
    public void Messages_written_for_people_are_told_as_they_are() =>
        Assert.Equal(
            ["the disk is full", "the port is taken"],
            new Exception[] { new StateFileException("the disk is full"), new ProviderException("the port is taken") }.Select(EventLog.Describe));

    [Fact]
    public void Any_other_is_introduced_by_its_kind() =>
        Assert.Equal("unexpected InvalidOperationException: no", EventLog.Describe(new InvalidOperationException("no")));
}
