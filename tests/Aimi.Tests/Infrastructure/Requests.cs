using System.Text;
using System.Text.Json.Nodes;
using Aimi.Accounts;

namespace Aimi.Tests.Infrastructure;

/// <summary>Requests to resources, as a foreign client would write them.</summary>
internal static class Requests
{
    /// <summary>Any request; headers are names and values in turn.</summary>
    public static Task<HttpResponseMessage> Call(this TestPerson person, HttpMethod method, string path, string? json = null, params string[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var header in headers.Chunk(2))
            Assert.True(request.Headers.TryAddWithoutValidation(header[0], header[1]));
        return person.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Task<HttpResponseMessage> Patch(this TestPerson person, string path, string json, params string[] headers) =>
        person.Call(HttpMethod.Patch, path, json, headers);

    public static Task<HttpResponseMessage> Delete(this TestPerson person, string path, params string[] headers) =>
        person.Call(HttpMethod.Delete, path, null, headers);

    /// <summary>Makes a resource, and gives it.</summary>
    public static async Task<JsonNode> Made(this TestPerson person, string path, string json)
    {
        var answer = await person.Post(path, json);
        var body = await TestPerson.Json(answer);
        Assert.Equal((201, $"{path}/{body["id"]}"), ((int)answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal($"\"{body["version"]}\"", answer.Headers.ETag?.ToString());
        return body;
    }

    /// <summary>The person as builders of rows want them.</summary>
    public static User Row(this TestPerson person) => new()
    {
        Id = person.Id,
        DisplayName = "Аня",
        Timezone = A.Timezone,
        Locale = "ru",
        CreatedAt = A.Now,
        UpdatedAt = A.Now,
    };

    /// <summary>All of a collection, page by page; something may be done after each.</summary>
    public static async Task<List<JsonNode>> All(this TestPerson person, string path, int limit, Func<Task>? afterEach = null)
    {
        var all = new List<JsonNode>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await person.Get($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            all.AddRange(page["items"]!.AsArray()!);
            cursor = (string?)page["next_cursor"];
            Assert.True(cursor is null || page["items"]!.AsArray().Count == limit);
            if (afterEach is not null)
                await afterEach();
        }

        return all;
    }
}
