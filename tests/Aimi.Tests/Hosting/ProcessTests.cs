using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Aimi.Tests.Assistant;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting;

/// <summary>The program as an operator meets it: settings, what it says of wrong ones, how it stops.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-process-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Variables_without_the_prefix_are_not_settings()
    {
        await using var aimi = Serve(new() { ["PORT"] = "70000", ["ADDRESS"] = "nowhere", ["DATABASE"] = "nothing", ["AIMI__Port"] = "0" });
        Assert.Equal("127.0.0.1", (await aimi.Listening()).Host);
    }

    [Fact]
    public async Task The_port_is_a_variable_and_the_command_line_stands_above_it()
    {
        var (one, other) = (FreePort.Find(), FreePort.Find());
        await using var byVariable = Serve(new() { ["AIMI__Port"] = $"{one}" });
        Assert.Equal(one, (await byVariable.Listening()).Port);

        // The first one's port is taken: this one would fail if it took it.
        await using var byOption = AimiProgram.Run(new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Port"] = $"{one}" },
            "serve", "--port", $"{other}", "--data", Path.Combine(_data.FullName, "other"));
        Assert.Equal(other, (await byOption.Listening()).Port);
    }

    [Fact]
    public async Task Health_asks_the_address_that_the_settings_name()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Address"] = "127.0.0.2", ["AIMI__Port"] = $"{FreePort.Find()}" };
        await using var aimi = Serve(settings);
        await aimi.Listening();

        await using var health = AimiProgram.Run(settings, "health");

        Assert.Equal(0, await health.Ended());
    }

    [Fact]
    public async Task All_settings_that_are_wrong_are_named_at_once()
    {
        await using var aimi = Serve(new()
        {
            ["AIMI__Port"] = "70000",
            ["AIMI__Address"] = "nowhere",
            ["AIMI__Sessions__MaxMessages"] = "1",
            ["AIMI__SessionCache__SlowAfter"] = "1.00:00:00",
        });
        Assert.Equal(1, await aimi.Ended());
        Assert.All(
            (string[])["Port is ", "Address is ", "Sessions:MaxMessages is ", "SessionCache:SlowAfter is "],
            name => Assert.Contains(name, aimi.Said, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", aimi.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_setting_is_refused_with_the_one_that_was_meant_wherever_it_stands()
    {
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, "appsettings.json"), """{ "Adress": "::1", "Logging": { "LogLevel": { "Aimi": "Loud" } } }""", TestContext.Current.CancellationToken);
        await using var aimi = Serve(new()
        {
            ["AIMI__Port"] = "eighty",
            ["AIMI__Sesions__Timeout"] = "00:05:00",
            ["AIMI__Accounts__Providers__work__Authorty"] = "https://id.example.com",
        });
        Assert.Equal(1, await aimi.Ended());
        Assert.All(
            (string[])[
                "AIMI__Port can not be read",
                "AIMI__Sesions__Timeout is no setting of Aimi. Was AIMI__Sessions__Timeout meant?",
                "AIMI__Accounts__Providers__work__Authorty is no setting of Aimi. Was AIMI__Accounts__Providers__work__Authority meant?",
                "Adress (appsettings.json) is no setting of Aimi. Was Address meant?",
                "AIMI__Logging__LogLevel__Aimi is one of Trace",
            ],
            problem => Assert.Contains(problem, aimi.Said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_may_be_somebody_elses_is_told_and_does_not_keep_it_from_starting()
    {
        var secrets = _data.CreateSubdirectory("secrets");
        await File.WriteAllTextAsync(Path.Combine(secrets.FullName, "Email__Pasword"), "x", TestContext.Current.CancellationToken);
        await using var aimi = Serve(new() { ["AIMI__Port"] = "0", ["AIMI__Secrets"] = secrets.FullName, ["AIMI_Redis"] = "x", ["AIMI_TOKEN"] = "x", ["AIMI_POSTGRES_PASSWORD"] = "x" });
        await aimi.Says("AIMI_Redis is no setting of Aimi; was AIMI__Redis meant?");
        await aimi.Says("Email__Pasword (AIMI__Secrets) is no setting of Aimi; was Email__Password meant?");
        await aimi.Listening();
        Assert.Equal(2, aimi.Said.Split('\n').Count(line => line.Contains("setting_unknown", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("AIMI__Port", "eighty", "Port")]
    [InlineData("AIMI__Sessions__Timeout", "soon", "Timeout")]
    [InlineData("AIMI__Redis", "password=x", "Redis")]
    [InlineData("AIMI__Database", "Port=5432", "PostgreSQL")]
    public async Task A_setting_that_can_not_be_read_is_named(string variable, string value, string name)
    {
        await using var aimi = Serve(new() { ["AIMI__Port"] = "0", [variable] = value });
        Assert.Equal(1, await aimi.Ended());
        Assert.Contains(name, aimi.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", aimi.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_however_soon_that_is_found()
    {
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, "aimi.db"), new string('x', 10_000), TestContext.Current.CancellationToken);
        await using var aimi = Serve(new() { ["AIMI__Port"] = "0" });
        Assert.Equal(1, await aimi.Ended());
        Assert.Contains("Aimi can not start: The file aimi.db", aimi.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_not_of_this_machine_is_named()
    {
        // 192.0.2.0/24 is kept for documentation.
        await using var aimi = Serve(new() { ["AIMI__Port"] = "0", ["AIMI__Address"] = "192.0.2.1", ["AIMI__Accounts__Mode"] = "multi" });
        Assert.Equal(1, await aimi.Ended());
        Assert.Contains("Aimi can not listen on 192.0.2.1", aimi.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", aimi.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_way_out()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var aimi = Serve(new() { ["AIMI__Port"] = $"{port}" });
        Assert.Equal(1, await aimi.Ended());
        Assert.Contains($"127.0.0.1:{port}", aimi.Said, StringComparison.Ordinal);
        Assert.Contains("--port", aimi.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", aimi.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_for_metrics_that_is_taken_is_named_and_not_the_other()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (main, metrics) = (FreePort.Find(), ((IPEndPoint)taken.LocalEndpoint).Port);

        await using var aimi = Serve(new() { ["AIMI__Port"] = $"{main}", ["AIMI__Telemetry__MetricsPort"] = $"{metrics}" });
        Assert.Equal(1, await aimi.Ended());
        Assert.Contains($"127.0.0.1:{metrics} for metrics", aimi.Said, StringComparison.Ordinal);
        Assert.Contains("AIMI__Telemetry__MetricsPort", aimi.Said, StringComparison.Ordinal);
        Assert.DoesNotContain($"{main}", aimi.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", aimi.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task It_stops_cleanly_when_it_is_told_to(string signal)
    {
        await using var aimi = Serve(new() { ["AIMI__Port"] = "0" });
        var address = await aimi.Listening();
        using var http = new HttpClient { BaseAddress = address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);

        aimi.Signal(signal);
        Assert.Equal(0, await aimi.Ended());
        Assert.EndsWith("Aimi has stopped.", aimi.Said, StringComparison.Ordinal);

        // What was in the log of the database is in the database: nothing is left for the next start to mend.
        Assert.DoesNotContain(_data.EnumerateFiles("*-wal"), log => log.Length > 0);
    }

    [Fact]
    public async Task A_command_that_is_told_to_stop_says_that_it_was_not_done()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var health = AimiProgram.Run(
            new Dictionary<string, string>(StringComparer.Ordinal), "health", "--port", $"{((IPEndPoint)silent.LocalEndpoint).Port}", "--data", _data.FullName);
        using var asking = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        health.Signal("INT");

        Assert.Equal(1, await health.Ended());
        Assert.Equal("Stopped before it was done.", health.Said);
    }

    [Fact]
    public async Task A_reply_in_progress_is_finished_before_it_stops()
    {
        var asked = new TaskCompletionSource();
        var stopping = new TaskCompletionSource();
        await using var model = await StubLlm.Start();
        model.Answer = async context =>
        {
            asked.SetResult();
            await stopping.Task;

            // A slow model: System.CommandLine by itself would end the process after two seconds.
            await Task.Delay(TimeSpan.FromSeconds(3), context.RequestAborted);
            await StubLlm.Say(context, "To the end");
        };
        await using var aimi = Serve(new() { ["AIMI__Port"] = "0", ["AIMI__Llm"] = "openai:stub", ["AIMI__LlmUrl"] = model.Url.ToString() });
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };

        var answer = http.PostAsJsonAsync("/chat/send", new { text = "Finish this" }, TestContext.Current.CancellationToken);
        await asked.Task;
        aimi.Signal("TERM");
        stopping.SetResult();

        Assert.Contains("To the end", await (await answer).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await aimi.Ended());
    }

    private AimiProgram Serve(Dictionary<string, string> settings) => AimiProgram.Run(settings, "serve", "--data", _data.FullName);
}
