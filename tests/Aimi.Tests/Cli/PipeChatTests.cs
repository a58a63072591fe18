using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Aimi.Cli;
using Aimi.Cli.Chat;
using Aimi.Cli.Connection;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Cli;

public sealed class PipeChatTests : IAsyncLifetime
{
    private readonly ScriptedServer _server = new();

    public async ValueTask InitializeAsync() => await _server.Start();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Each_line_is_a_message_and_each_reply_a_line()
    {
        _server.Store("assistant", "not part of it");

        var (code, output, errors) = await Pipe("привет\n\n  как дела?  \n");

        Assert.Equal((0, "Вы сказали: привет\nВы сказали: как дела?\n", ""), (code, output, errors));
    }

    [Fact]
    public async Task A_reply_can_not_drive_the_terminal_behind_the_pipe()
    {
        _server.Reply = _ => "[red]\e[31mred\ntwo";

        var (_, output, _) = await Pipe("go\n");

        Assert.Equal("[red]␛[31mred\ntwo\n", output);
    }

    [Fact]
    public async Task A_message_without_a_reply_is_told_of_and_the_next_one_sent()
    {
        _server.OnSend = (line, send) => (string?)send["text"] is "bad"
            ? line.Say(new JsonObject { ["type"] = "error", ["code"] = "unavailable", ["client_message_id"] = (string)send["client_message_id"]! })
            : _server.Answer(line, send);

        var (code, output, errors) = await Pipe($"bad\n{new string('x', 8001)}\ngood\n");

        Assert.Equal(1, code);
        Assert.Equal("Вы сказали: good\n", output);
        Assert.Equal("No reply: unavailable\nThe message has 8,001 characters; at most 8,000 can be sent.\n", errors);
    }

    [Fact]
    public async Task A_refusal_ends_it_with_2()
    {
        _server.Upgrade = _ => 401;

        var (code, output, errors) = await Pipe("hello\nhello\n");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("AIMI_TOKEN", errors, StringComparison.Ordinal);
    }

    /// <summary>The program itself, with the locale from the environment: the Russian texts are in an assembly of their own, which must be found.</summary>
    [Fact]
    public async Task The_program_speaks_the_language_of_the_environment()
    {
        _server.Upgrade = _ => 401;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "aimi-cli.dll"), "chat", "--server", _server.Address.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
            Environment = { ["LC_ALL"] = "ru_RU.UTF-8" },
        };

        using var program = Process.Start(start)!;
        await program.StandardInput.WriteLineAsync("привет");
        program.StandardInput.Close();
        var errors = await program.StandardError.ReadToEndAsync(Patience.Token);
        await program.WaitForExitAsync(Patience.Token);

        Assert.Equal(2, program.ExitCode);
        Assert.StartsWith("Сервер не пускает эту программу.", errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> Pipe(string input)
    {
        using var leaving = new CancellationTokenSource();
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        var time = new FakeTimeProvider();
        var connection = new ChatConnection(new ChatServer(_server.Address), time, new Random(1));
        var connected = connection.Run(leaving.Token);
        var chat = new PipeChat(connection, new StringReader(input), output, errors, new Phrases(CultureInfo.GetCultureInfo("en")), time);

        var code = await chat.Run(_server.Address, Patience.Token);

        await leaving.CancelAsync();
        await connected;
        return (code, output.ToString(), errors.ToString());
    }
}
