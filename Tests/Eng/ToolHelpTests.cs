using Infra.Tests.Support;

namespace Infra.Tests.Eng;

/// <summary>The tools beside the engine, as processes.</summary>
public class ToolHelpTests
{
    [Theory]
    [InlineData("infra-health.dll", "--help", "Usage: ./infra health ")]
    [InlineData("infra-backup.dll", "backup --to . -h", "Usage: ./infra backup ")]
    [InlineData("infra-backup.dll", "restore --help", "Usage: ./infra backup ")]
    [InlineData("infra-images.dll", "images.lock --help", "Usage: ./infra images lock ")]
    public async Task Help_is_no_mistake(string tool, string arguments, string usage)
    {
        var result = await ToolProcess.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, tool), .. arguments.Split(' ')]);

        Assert.StartsWith(usage, result.ShouldSucceed().Output);
        Assert.Empty(result.Error);
    }
}
