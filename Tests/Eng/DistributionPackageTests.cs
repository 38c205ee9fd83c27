namespace Infra.Tests.Eng;

/// <summary>How files are taken out of the distribution's packages.</summary>
public sealed class DistributionPackageTests : IDisposable
{
    private readonly ScriptSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_package_comes_with_the_libraries_that_it_needs_and_without_its_services()
    {
        _sandbox.Source("graph", """
            postgresql
              Depends: postgresql-15
            postgresql-15
              PreDepends: init-system-helpers
             |Depends: locales
              Depends: locales-all
              Depends: postgresql-common
              Depends: libllvm14
              Depends: libxml2
              Depends: zlib1g
             |Depends: <libvirtual>
              Depends: libreal
             |Depends: libfirst
              Depends: libsecond
            libxml2
              Depends: libicu72
            libicu72
              Depends: libxml2
              Depends: gcc-12-base
            unrelated
              Depends: libother
            """);

        var result = await _sandbox.BashAsync(". eng/debian.sh; closure graph postgresql | sort | tr '\\n' ' '");

        Assert.Equal("gcc-12-base libfirst libicu72 libxml2 postgresql postgresql-15 zlib1g ", result.Output);
    }

    [Fact]
    public async Task Versions_are_those_that_the_package_lists_offer()
    {
        _sandbox.Program("apt-cache", """
            echo 'zlib1g:'
            echo '  Installed: (none)'
            echo '  Candidate: 1:1.2.13'
            echo 'gone:'
            echo '  Candidate: (none)'
            echo 'amtool:'
            echo '  Candidate: 0.25.0-1+b4'
            """);

        var result = await _sandbox.BashAsync(". eng/debian.sh; versions zlib1g gone amtool");

        Assert.Equal("amtool=0.25.0-1+b4\nzlib1g=1:1.2.13\n", result.Output);
    }

    [Fact]
    public async Task A_machine_without_packages_is_told_what_to_use_instead()
    {
        _sandbox.Program("docker", "echo 28.2.2");

        var result = await _sandbox.RunAsync("infra", "images");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            """
            The sandbox's images are made from Debian or Ubuntu packages, and this machine has no apt-get and dpkg-deb.
            Use a Debian or Ubuntu machine, or a stack whose images come from a registry (STACK=dev).

            """,
            result.Error);
    }

    [Fact]
    public async Task Images_have_nowhere_to_go_without_an_engine()
    {
        _sandbox.Program("docker", "exit 1");

        var result = await _sandbox.RunAsync("infra", "images");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("No Docker engine answers; the sandbox's images have nowhere to go.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_that_cannot_be_reached_is_told_with_its_messages()
    {
        _sandbox.Program("apt-cache", "exit 1");
        _sandbox.Program("apt-get", "echo 'E: Failed to fetch http://deb.test'; exit 100");

        var result = await _sandbox.BashAsync(". eng/debian.sh; use_package_lists known");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith(
            """
            E: Failed to fetch http://deb.test
            apt-get update failed: the distribution's package mirror could not be reached (its messages are above).
            Check /etc/apt/sources.list and the proxy settings, then try again.

            """,
            result.Error,
            StringComparison.Ordinal);
    }
}
