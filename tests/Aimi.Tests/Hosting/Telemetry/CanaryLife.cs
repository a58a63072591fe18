using System.Text.Json;

namespace Aimi.Tests.Hosting;

/// <summary>What the person does: talks, plans, remembers, imports, and fails in every way there is.</summary>
internal static class CanaryLife
{
    private static readonly HttpMethod Patch = HttpMethod.Patch;

    public static async Task SignInWrongly(this CanaryPerson person, Marks marks)
    {
        await person.Post("/auth/sign-in", new { email = $"{marks["nobody"]}@example.com", password = marks["guess"] });
        await person.Post("/auth/sign-in", new { email = Email(marks), password = marks["guess"] });
        await person.Raw("/auth/sign-in", $$"""{"email":"{{Email(marks)}}","password":"{{marks["password"]}}" """);
        await person.Raw("/auth/sign-in", $$"""{"email":"{{Email(marks)}}","password":["{{marks["password"]}}"]}""");
        await person.Post("/auth/exchange", new { code = marks["code"] });
        await person.Post("/auth/refresh", new { refresh_token = marks["refresh"] });
        await person.Get($"/auth/oidc/{marks["provider"]}/callback?state={marks["state"]}&code={marks["code"]}");
        await person.Call(HttpMethod.Get, "/me", headers: ["Authorization", $"Bearer {marks["token"]}"]);
    }

    public static async Task SignIn(this CanaryPerson person, Marks marks)
    {
        var tokens = await person.Post("/auth/sign-in", new { email = Email(marks), password = Password(marks), device = marks["device"] });
        person.Token = marks.Secret("access token", tokens, "access_token");
        marks.Secret("refresh token", tokens, "refresh_token");

        var ticket = await person.Post("/auth/tickets", new { });
        await person.Get($"/me?ticket={marks.Secret("ticket", ticket, "ticket")}");
        await person.Get($"/ws/chat?ticket={ticket!["ticket"]}");

        // The other one ends after minutes, which a clock that is set forward is beyond.
        var own = await person.Post("/auth/tokens", new { name = marks["tokenname"] });
        person.Token = marks.Secret("personal token", own, "token");
    }

    public static async Task Plan(this CanaryPerson person, Marks marks, string webhook)
    {
        var me = await person.Call(Patch, "/me", JsonSerializer.Serialize(new
        {
            display_name = marks["name"],
            timezone = "Europe/Moscow",
            webhook_url = $"{webhook}/{marks["webhook"]}?key={marks["webhookkey"]}",
            channels = new[] { "notification", "assistant_message", "email", "webhook" },
        }), "application/merge-patch+json");
        marks.Secret("webhook secret", me, "webhook_secret");
        await person.Post("/devices", new { platform = "ios", token = marks["devicetoken"], locale = "ru", timezone = "Europe/Moscow", name = marks["phone"] });
        var goal = await person.Post("/goals", new { title = marks["goal"], description = marks["goaltext"] }, "Idempotency-Key", marks["idempotency"]);
        await person.Post("/goals", new { title = marks["othergoal"] }, "Idempotency-Key", marks["idempotency"]);
        await person.Post($"/goals/{goal!["id"]}/complete", new { });
        await person.Post($"/goals/{goal["id"]}/pause", new { });
        var habit = await person.Post("/habits", new { name = marks["habit"], frequency = "FREQ=DAILY" });
        await person.Post($"/habits/{habit!["id"]}/check-ins", new { note = marks["note"] });
        await person.Post("/tasks", new { title = marks["task"], description = marks["tasktext"] });
        var start = TimeProvider.System.GetUtcNow().AddHours(1);
        await person.Post("/events", new { title = marks["event"], description = marks["eventtext"], start_at = start, end_at = start.AddHours(1), reminder_offsets = new[] { "PT10M" } });
        await person.Post("/reminders", new { title = marks["reminder"], at = start });
        await person.Post("/memory", new { content = $"У меня аллергия на {marks["memory"]}" });
        await person.Get($"/memory/search?q={marks["search"]}");
        await person.Post("/parse", new { text = $"завтра в 10 {marks["parse"]}" });
        var feed = await person.Post("/calendar/feeds", new { name = marks["feed"] });
        var token = marks.Secret("feed token", feed, "token");
        await person.Get($"/calendar.ics?token={token}");
        await person.Get($"/calendar.ics?token={marks["feedguess"]}");
        await person.Get($"/reminders/unsubscribe?token={marks["unsubscribe"]}");
        await person.Post($"/reminders/actions/{marks["action"]}", new { action = "done" });
        await person.Raw("/calendar/import", $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:{marks["uid"]}\r\nDTSTART:20300101T100000Z\r\nSUMMARY:{marks["ics"]}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "text/calendar");
        await person.Raw("/calendar/import", $"BEGIN:VCALENDAR\r\n{marks["badics"]}", "text/calendar");
        await person.Raw("/chat/import", $$"""{"role":"user","text":"{{marks["imported"]}}","occurred_at":"2025-01-01T10:00:00Z","external_id":"{{marks["external"]}}"}""", "application/x-ndjson");
        await person.Raw("/chat/import", $$"""{"role":"{{marks["role"]}}","text":"{{marks["badline"]}}" """, "application/x-ndjson");
    }

    public static async Task Talk(this CanaryPerson person, Marks marks)
    {
        var id = Guid.CreateVersion7();
        await person.Post("/chat/send", new { text = $"Я хочу {marks["message"]}", client_message_id = id });
        await person.Post("/chat/send", new { text = $"Нет, {marks["othermessage"]}", client_message_id = id });
        await person.Call(HttpMethod.Post, "/chat/send", JsonSerializer.Serialize(new { text = $"Запомни: {marks["streamed"]}" }), headers: ["Accept", "text/event-stream"]);
        await person.Frames(
            $$"""{"type":"send","text":"Напомни завтра в 10 {{marks["frame"]}}","client_message_id":"{{Guid.CreateVersion7()}}"}""",
            $$"""{"type":"send","text":"{{marks["badframe"]}}""",
            $$"""{"type":"{{marks["frametype"]}}"}""",
            $$"""{"type":"send","text":["{{marks["badframe"]}}"]}""");
    }

    /// <summary>400, 401, 403, 404, 405, 409, 412, 413, 415, 422.</summary>
    public static async Task Fail(this CanaryPerson person, Marks marks)
    {
        await person.Raw("/goals", $$"""{"title":"{{marks["unreadable"]}}""");
        await person.Raw("/goals", $$"""{"title":["{{marks["array"]}}"],"priority":1}""");
        await person.Raw("/goals", $$"""{"title":"x","priority":"{{marks["number"]}}"}""");
        await person.Raw("/goals", $$"""{"title":"x","id":"{{marks["id"]}}"}""");
        await person.Raw("/goals", $$"""{"title":"x","unknown":"{{marks["unknown"]}}"}""");
        await person.Post("/habits", new { name = "x", frequency = marks["rule"] });
        await person.Post("/parse", new { text = "x", timezone = marks["zone"], locale = marks["locale"] });
        await person.Get($"/goals?limit={marks["limit"]}&status={marks["status"]}&cursor={marks["cursor"]}");
        await person.Get($"/events?from={marks["from"]}");
        await person.Get($"/goals/{marks["path"]}");
        await person.Get($"/{marks["nowhere"]}/{marks["path"]}");
        await person.Get($"/goals/{Guid.CreateVersion7()}");
        await person.Call(HttpMethod.Put, "/goals", $$"""{"title":"{{marks["put"]}}"}""");
        await person.Raw("/goals", marks["plain"], "text/plain");
        await person.Raw("/chat/send", $$"""{"text":"{{string.Concat(Enumerable.Repeat(marks["large"], 10_000))}}"}""");
        await person.Post("/chat/send", new { text = $"\0{marks["nul"]}" });
        await person.Call(HttpMethod.Get, "/me", headers: ["Authorization", $"Bearer {marks["token"]}"]);
        await person.Call(HttpMethod.Get, "/me", headers: ["Origin", $"https://{marks["origin"]}.example", "Authorization", ""]);
        var task = await person.Post("/tasks", new { title = marks["version"] });
        await person.Call(Patch, $"/tasks/{task!["id"]}", $$"""{"title":"{{marks["changed"]}}"}""", "application/merge-patch+json", "If-Match", "\"99\"");
        await person.Post($"/tasks/{task["id"]}/complete", new { });
        await person.Post($"/tasks/{task["id"]}/cancel", new { reason = marks["reason"] });
        await person.Call(HttpMethod.Get, "/goals", headers: ["Idempotency-Key", marks["key"], "X-Request-Id", marks["header"], "traceparent", marks["traceparent"]]);
    }

    /// <summary>More than an hour's imports: 429.</summary>
    public static async Task DoTooMuch(this CanaryPerson person, Marks marks)
    {
        // Where Redis is slow, the replica counts for itself for a while, and more is let through.
        for (var time = 0; time < 200 && !person.Statuses.Contains(429); time++)
            await person.Raw("/chat/import", marks["toomuch"], "application/x-ndjson");
    }

    public static string Email(Marks marks) => $"{marks["email"]}@example.com";

    public static string Password(Marks marks) => $"верблюд {marks["password"]}";

}
