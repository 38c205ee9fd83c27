using Infra.Tests.Support;

namespace Infra.Tests.Eng;

/// <summary>The images that are made from the distribution's packages, made and run for real.</summary>
public class SandboxImageTests
{
    [Theory]
    [InlineData("prometheus", "/bin/prometheus --version", "prometheus, version")]
    [InlineData("prometheus", "/bin/promtool check config /etc/prometheus/prometheus.yml", "SUCCESS")]
    [InlineData("alertmanager", "/bin/alertmanager --version", "alertmanager, version")]
    [InlineData("alertmanager", "/bin/amtool check-config /etc/alertmanager/alertmanager.yml", "SUCCESS")]
    [InlineData("postgres-exporter", "/bin/postgres_exporter --version", "postgres_exporter, version")]
    [InlineData("node-exporter", "/bin/node_exporter --version", "node_exporter, version")]
    [InlineData("blackbox-exporter", "/bin/blackbox_exporter --version", "blackbox_exporter, version")]
    [InlineData("postgres", "/usr/local/bin/postgres --version", "postgres (PostgreSQL)")]
    [InlineData("postgres", "/usr/local/bin/psql --version", "psql (PostgreSQL)")]
    public async Task A_product_runs_in_its_image(string product, string command, string expected)
    {
        await MakeImagesAsync();
        var words = command.Split(' ');

        var (exitCode, output, error) = await TryAsync(
            ["run", "--rm", "--network", "none", "--read-only", "--cap-drop", "ALL", "--entrypoint", words[0], Image(product), .. words[1..]]);

        Assert.Contains(expected, output + error, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData("prometheus", "65534", "/prometheus")]
    [InlineData("alertmanager", "65534", "/alertmanager")]
    [InlineData("postgres-exporter", "65534", "/tmp")]
    [InlineData("node-exporter", "65534", "/tmp")]
    [InlineData("blackbox-exporter", "65534", "/tmp")]
    [InlineData("postgres", "999", "/var/lib/postgresql/data")]
    public async Task An_image_runs_without_root_and_may_write_its_data(string product, string user, string folder)
    {
        await MakeImagesAsync();

        var output = await RunAsync(
            ["run", "--rm", "--network", "none", "--cap-drop", "ALL", "--entrypoint", "/bin/sh", Image(product), "-c", $"id -u && touch {folder}/mine && wget --help 2>&1 | head -n 1"]);

        Assert.StartsWith($"{user}\nBusyBox", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_that_are_there_are_not_made_again()
    {
        await MakeImagesAsync();

        var output = await ToolProcess.AcceptsAsync("bash", Path.Combine(SourceTree.Root, "eng/sandbox/images.sh"));

        Assert.Equal("", output);
    }

    [Fact]
    public async Task Postgres_makes_its_database_with_the_password_of_a_file_and_keeps_it()
    {
        await MakeImagesAsync();
        var name = DockerEngine.UniqueName("postgres");
        const string Password = "it's \"quoted\" $x";
        try
        {
            await RunAsync(["volume", "create", name]);
            await RunAsync(["run", "--rm", "--network", "none", "-v", $"{name}:/v", "--user", "0", "--entrypoint", "/bin/sh", "-e", $"PASSWORD={Password}", Image("postgres"), "-c", "printf '%s' \"$PASSWORD\" >/v/password"]);
            await RunAsync(
            [
                "run", "-d", "--network", "none", "--name", name, "-v", $"{name}:/run/secrets:ro", "-e", "POSTGRES_USER=lake", "-e", "POSTGRES_DB=lake-house",
                "-e", "POSTGRES_PASSWORD_FILE=/run/secrets/password", Image("postgres"), "-c", "max_connections=17",
            ]);
            await UntilReadyAsync(name);
            await QueryAsync(name, "CREATE TABLE kept AS SELECT 42 AS answer");

            await RunAsync(["stop", name]);
            var exitCode = await RunAsync(["inspect", "--format", "{{.State.ExitCode}}", name]);
            await RunAsync(["start", name]);
            await UntilReadyAsync(name);

            Assert.Equal("0\n", exitCode);
            Assert.Equal("42\n", await QueryAsync(name, "SELECT answer FROM kept"));
            Assert.Equal("17\n", await QueryAsync(name, "SHOW max_connections"));
            Assert.Equal("lake\n", await QueryAsync(name, "SELECT current_user"));
        }
        finally
        {
            await RunAsync(["rm", "--force", "--volumes", name]);
            await RunAsync(["volume", "rm", "--force", name]);
        }

        Task<string> QueryAsync(string container, string sql) => RunAsync(
            ["exec", "-e", $"PGPASSWORD={Password}", container, "sh", "-c", $"psql -h 127.0.0.1 -U lake -d lake-house -qtAc '{sql}'"]);
    }

    [Fact]
    public async Task Postgres_without_a_password_says_what_to_set()
    {
        await MakeImagesAsync();

        var (exitCode, _, error) = await TryAsync(["run", "--rm", "--network", "none", Image("postgres")]);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "postgres: the data folder /var/lib/postgresql/data is empty and no password is given; set POSTGRES_PASSWORD_FILE or POSTGRES_PASSWORD\n",
            error);
    }

    private static string Image(string product) => $"phlo-sandbox/{product}:local";

    private static async Task MakeImagesAsync()
    {
        DockerEngine.SkipUnlessAvailable();
        ToolProcess.SkipUnlessInstalled("apt-get");
        ToolProcess.SkipUnlessInstalled("docker");
        await ToolProcess.AcceptsAsync("bash", Path.Combine(SourceTree.Root, "eng/sandbox/images.sh"));
    }

    private static async Task UntilReadyAsync(string container)
    {
        // Over the network: while the database is being made, it answers on its socket alone.
        while ((await TryAsync(["exec", container, "pg_isready", "-q", "-h", "127.0.0.1"])).ExitCode != 0)
        {
            var state = await RunAsync(["inspect", "--format", "{{.State.Status}}", container]);
            Assert.True(state == "running\n", $"The container is {state}: {(await TryAsync(["logs", container])).Error}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static Task<string> RunAsync(string[] arguments) => ToolProcess.AcceptsAsync("docker", arguments);

    private static Task<ToolResult> TryAsync(string[] arguments) => ToolProcess.RunAsync("docker", arguments);
}
