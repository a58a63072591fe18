using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Aimi.Tests.Cli;

/// <summary>Nothing is lost and nothing doubled, wherever the line breaks.</summary>
public sealed class ReconnectTests : IAsyncLifetime
{
    private readonly ScriptedServer _server = new();

    public async ValueTask InitializeAsync() => await _server.Start();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_message_whose_acceptance_was_lost_is_sent_again_with_its_id()
    {
        _server.OnSend = (line, send) =>
        {
            _server.StoreSend(send);
            line.Break();
            return Task.CompletedTask;
        };
        await using var person = new Person(_server);
        person.Say("once only");
        await person.Terminal.Shows("No connection");
        var first = await _server.Received("send");

        _server.OnSend = _server.Answer;
        person.WaitForReconnect();

        await person.Terminal.Shows("Вы сказали: once only");
        Assert.Equal((string?)first["client_message_id"], (string?)(await _server.Received("send"))["client_message_id"]);
        Assert.Equal(["once only", "Вы сказали: once only"], _server.Texts());
        AssertOnce(person, "You   once only", "Вы сказали: once only");
    }

    [Fact]
    public async Task A_reply_that_was_stored_while_the_line_was_broken_is_shown_once()
    {
        _server.OnSend = async (line, send) =>
        {
            var asked = _server.StoreSend(send);
            await line.Say(ScriptedServer.Accepted(send, asked));
            await line.Say(ScriptedServer.Delta(ScriptedServer.NewId(), "half a rep"));
            line.Break();
            _server.Store("assistant", "whole reply", replyTo: (string)asked["message_id"]!);
        };
        await using var person = new Person(_server);
        person.Say("tell me");
        await person.Terminal.Shows("No connection");

        // The replay and the repeated send both bring the reply.
        _server.OnSend = _server.Answer;
        person.WaitForReconnect();
        await person.Terminal.Shows("Aimi  whole reply\n>");
        await _server.Received("send");
        person.Say("thanks");

        await person.Terminal.Shows("Вы сказали: thanks");
        AssertOnce(person, "You   tell me", "whole reply", "You   thanks");
        Assert.DoesNotContain("half a rep", person.Terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_of_a_reply_answers_after_its_restart()
    {
        _server.OnSend = async (line, send) =>
        {
            await line.Say(ScriptedServer.Accepted(send, _server.StoreSend(send)));
            await line.Say(ScriptedServer.Delta(ScriptedServer.NewId(), "beginning"));
        };
        await using var person = new Person(_server);
        person.Say("go on");
        await person.Terminal.Shows("Aimi  beginning");

        await _server.Kill();
        await person.Terminal.Shows("No connection");
        _server.OnSend = _server.Answer;
        await _server.Start();
        person.WaitForReconnect();

        await person.Terminal.Shows("Aimi  Вы сказали: go on");
        Assert.Equal(["go on", "Вы сказали: go on"], _server.Texts());
        AssertOnce(person, "You   go on", "Вы сказали: go on");
    }

    [Fact]
    public async Task What_was_said_without_a_connection_goes_out_in_order()
    {
        await using var person = new Person(_server);
        await _server.Received("resume");
        await _server.Kill();
        await person.Terminal.Shows("No connection");
        person.Say("first");
        person.Say("second");

        await _server.Start();
        person.WaitForReconnect();

        await person.Terminal.Shows("Вы сказали: second");
        Assert.Equal(["first", "Вы сказали: first", "second", "Вы сказали: second"], _server.Texts());
    }

    [Fact]
    public async Task What_was_missed_is_asked_for_from_the_last_message_seen()
    {
        _server.Store("assistant", "old");
        await using var person = new Person(_server);
        Assert.Equal(1, (long)(await _server.Received("resume"))["after_seq"]!);
        await person.Terminal.Shows("Aimi  old");
        await _server.Kill();
        await person.Terminal.Shows("No connection");
        _server.Store("assistant", "missed");

        await _server.Start();
        person.WaitForReconnect();

        await person.Terminal.Shows("Aimi  missed");
        Assert.Equal(1, (long)(await _server.Received("resume"))["after_seq"]!);
        AssertOnce(person, "Aimi  old", "Aimi  missed");
    }

    [Fact]
    public async Task What_was_read_is_reported_to_the_next_connection_too()
    {
        _server.Store("assistant", "read it");
        await using var person = new Person(_server);
        Assert.Equal(1, (long)(await _server.Received("read"))["up_to_seq"]!);
        await _server.Kill();
        await person.Terminal.Shows("No connection");

        await _server.Start();
        person.WaitForReconnect();

        Assert.Equal(1, (long)(await _server.Received("read"))["up_to_seq"]!);
    }

    [Fact]
    public async Task A_server_that_was_set_up_anew_is_heard()
    {
        _server.Store("assistant", "one");
        _server.Store("assistant", "two");
        await using var person = new Person(_server);
        await person.Terminal.Shows("two");
        await _server.Kill();
        await person.Terminal.Shows("No connection");

        _server.Forget();
        await _server.Start();
        person.WaitForReconnect();
        person.Say("hello again");

        await person.Terminal.Shows("Вы сказали: hello again");
    }

    [Fact]
    public async Task A_server_going_away_is_no_refusal()
    {
        await using var person = new Person(_server);
        await _server.Received("resume");
        _server.OnSend = (line, _) => line.Close(WebSocketCloseStatus.EndpointUnavailable, "restarting");
        person.Say("hello");
        await person.Terminal.Shows("No connection");

        _server.OnSend = _server.Answer;
        person.WaitForReconnect();

        await person.Terminal.Shows("Вы сказали: hello");
    }

    [Theory]
    [InlineData(StatusCodes.Status401Unauthorized)]
    [InlineData(StatusCodes.Status403Forbidden)]
    public async Task A_refused_upgrade_is_final(int status)
    {
        _server.Upgrade = _ => status;

        await using var person = new Person(_server);

        Assert.Equal(2, await person.Leaves());
    }

    [Fact]
    public async Task The_token_is_sent_as_a_bearer()
    {
        _server.Upgrade = request => request.Headers.Authorization == "Bearer s3cret" ? 101 : 401;

        await using var person = new Person(_server, token: "s3cret");
        person.Say("it is me");

        await person.Terminal.Shows("Вы сказали: it is me");
    }

    [Fact]
    public async Task Garbage_from_the_server_is_passed_over()
    {
        _server.OnSend = async (line, send) =>
        {
            foreach (var garbage in new[] { "not json", "[]", "null", "{}", """{"type":"delta"}""", """{"type":"message","message":null}""", """{"type":7}""" })
            {
                await line.SayText(garbage);
            }

            await _server.Answer(line, send);
        };
        await using var person = new Person(_server);

        person.Say("still there?");

        await person.Terminal.Shows("Вы сказали: still there?");
    }

    private static void AssertOnce(Person person, params string[] texts) =>
        Assert.All(texts, text => Assert.Equal(2, person.Terminal.Text.Split(text).Length));
}
