using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Aimi.Hosting.Limits;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using CsCheck;

namespace Aimi.Tests.Attacks;

public sealed class FuzzOnPostgres(PostgresDatabase database) : FuzzSuite(database, SharedRedis.Address), IClassFixture<PostgresDatabase>;

public sealed class FuzzOnSqlite(SqliteDatabase database) : FuzzSuite(database, redis: null), IClassFixture<SqliteDatabase>;

/// <summary>Ten thousand requests built from the document, right ones and wild ones: none breaks the program, and every answer is as the document says.</summary>
public abstract class FuzzSuite(TestDatabase database, string? redis)
{
    private const int Requests = 10_000;
    private const int Lanes = 4;

    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable("AIMI_TEST_FUZZ_SEED"), out var given) ? given : 20_260_315;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_request_breaks_the_program_and_every_answer_fits_the_document()
    {
        await using var aimi = await AccountsProcess.Start(database, redis, RateLimits.Local);
        var document = await ApiDocument.Of(aimi);
        var breaches = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var statuses = new ConcurrentDictionary<int, int>();

        // Each lane is a person, so that what a request does depends on those before it alone: the same seed asks the same.
        await Parallel.ForEachAsync(Enumerable.Range(0, Lanes), new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = Cancel }, async (lane, stop) =>
        {
            var chance = new PCG((uint)lane, Seed);
            var person = await aimi.Somebody();
            var wild = new Wild(await person.Ids());
            for (var turn = 0; turn < Requests / Lanes; turn++)
            {
                var operation = document.Operations[(int)(chance.Next() % (uint)document.Operations.Count)];
                var request = wild.Request(operation).Generate(chance, null!, out _);
                var (status, breach) = await Ask(person.Http, request);
                statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
                if (breach is not null)
                    breaches.TryAdd($"{operation.Name}: {breach}", $"lane {lane}, turn {turn}: {request}");
                if (status == 401 || turn % 500 == 499)
                {
                    // Signed out, or nothing is left of what they had.
                    person.Dispose();
                    person = await aimi.Somebody();
                    wild = new Wild(await person.Ids());
                }
            }

            person.Dispose();
        });

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(' ', statuses.OrderBy(status => status.Key)));
        Assert.True(breaches.IsEmpty, $"AIMI_TEST_FUZZ_SEED={Seed}\n{string.Join('\n', breaches.Select(breach => $"{breach.Key}\n    {breach.Value}"))}");

        // It got through to the features: what is refused at the door alone tests the door.
        Assert.True(statuses.GetValueOrDefault(200) + statuses.GetValueOrDefault(201) + statuses.GetValueOrDefault(204) > Requests / 6, string.Join(' ', statuses));
    }

    private static async Task<(int Status, string? Breach)> Ask(HttpClient http, WildRequest wild)
    {
        // A line that was kept open may be hung up just when it is used again, which says nothing of the request: that one is sent once more.
        using var answer = await Send(http, wild) ?? await Send(http, wild);
        if (answer is null)
        {
            // Where no body is read the server answers, and may hang up on one that comes all the same; and on one that is larger than any may be.
            return (0, wild.Body is not null && (wild.Operation.Body is null || wild.Body.Length > 256 * 1024) ? null : "the line broke");
        }

        var text = await answer.Content.ReadAsStringAsync(Cancel);
        var status = (int)answer.StatusCode;
        return (status, status >= 500 ? $"{status} {text}" : wild.Operation.Breach(status, answer.Content.Headers.ContentType?.MediaType, text));
    }

    /// <returns>Null where the line broke.</returns>
    private static async Task<HttpResponseMessage?> Send(HttpClient http, WildRequest wild)
    {
        using var request = new HttpRequestMessage(new HttpMethod(wild.Operation.Method), new Uri(http.BaseAddress + wild.Address[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        foreach (var (name, value) in wild.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (wild.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);

            // What is too large is refused before it is sent: else the answer is lost with the line.
            request.Headers.ExpectContinue = body.Length > 200_000;
            if (wild.MediaType is { } type)
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        try
        {
            return await http.SendAsync(request, Cancel);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
